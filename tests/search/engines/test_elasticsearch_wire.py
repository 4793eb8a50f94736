"""Requests of readers, to servers that answer, keep silent, close connections or are not there."""

import base64
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from elastic_transport import ConnectionError, ConnectionTimeout
from elasticsearch import Elasticsearch

from search.engine import EngineUnavailable
from search.engines.address import Address
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_searches import Searches
from search.engines.elasticsearch_wire import Wire
from search.engines.local_server import free_port
from search.query import Query
from search.service import answer

EMPTY = b'{"took":3,"responses":[]}'


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, status, reply, closes):
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply, self.closes = (status, reply), closes
        self.seen = []
        self.gate = threading.Event()
        self.gate.set()
        self.asks_after = False
        """Whether it asks for a certificate after each answer, with TLS 1.3."""
        self.said = threading.Semaphore(0)

    def handle_error(self, *_):
        """Clients that go away are what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.seen.append((self.client_address[1], self.path, dict(self.headers), body))
        server.gate.wait(10)
        status, answer = server.reply
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        # Closed without a word, as what stands between does with connections that were idle.
        self.close_connection = server.closes
        if server.asks_after:
            self.connection.verify_client_post_handshake()
            self.connection.do_handshake()
        server.said.release()

    def log_message(self, *_):
        pass


@contextmanager
def serving(status=200, reply=EMPTY, closes=False):
    server = Server(status, reply, closes)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.gate.set()
        server.shutdown()
        server.server_close()


def wire(*ports, timeout=5.0):
    client = Elasticsearch([f"http://127.0.0.1:{port}" for port in ports])
    return Wire(client.transport, {"Accept": "application/json"}, timeout, len(ports))


def ask(line, body=b"{}"):
    return line.send("/_msearch", "application/json", body).answer()


def test_requests_are_under_way_together_and_a_connection_is_used_again():
    with serving() as server:
        line = wire(server.server_port)
        first = line.send("/a", "application/json", b"[1]")
        second = line.send("/b", "application/json", b"[2]")
        assert (second.answer(), first.answer()) == ((200, EMPTY), (200, EMPTY))
        assert ask(line) == (200, EMPTY)
    assert {(path, body) for _, path, _, body in server.seen[:2]} == {("/a", b"[1]"), ("/b", b"[2]")}
    assert len({port for port, *_ in server.seen}) == 2


def test_a_connection_that_the_other_side_has_closed_is_no_reason_to_fail():
    with serving(closes=True) as server:
        line = wire(server.server_port)
        assert [ask(line)[0] for _ in range(4)] == [200] * 4


def test_an_answer_that_nobody_wants_is_not_taken_for_another_one():
    with serving(reply=b"old") as server:
        line = wire(server.server_port)
        server.gate.clear()
        unwanted = line.send("/a", "application/json", b"{}")
        unwanted.forget()
        server.reply = (200, b"new")
        server.gate.set()
        assert ask(line) == (200, b"new")


def test_what_is_done_while_tokens_are_counted_is_done_before_the_answer_comes():
    with serving(reply=b'{"took":1,"term_vectors":{}}') as server:
        searches = Searches(wire(server.server_port), "index")
        server.gate.clear()
        begun = time.monotonic()
        counted = searches.count({"words": ["กรม"]}, server.gate.set)
        assert time.monotonic() - begun < 5, "the server answers once that is done, or after ten seconds"
        assert counted.frequencies == {"words": {"กรม": 0}}


def test_nothing_is_counted_on_where_what_is_done_meanwhile_fails():
    with serving(reply=b'{"took":1,"term_vectors":{}}') as server:
        line = wire(server.server_port)

        def fail():
            raise RuntimeError

        with pytest.raises(RuntimeError):
            Searches(line, "index").count({"words": ["กรม"]}, fail)
        server.reply = (200, b"new")
        assert ask(line) == (200, b"new")


@pytest.mark.parametrize(
    "said",
    [
        b"220 mail ready\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
    ],
)
def test_what_is_no_http_or_ends_too_early_is_an_error(said):
    with saying(said) as port, pytest.raises(ConnectionError):
        ask(wire(port))


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_answer_may_end_with_its_connection(version):
    said = f"HTTP/{version} 200 OK\r\nContent-Type: application/json\r\n\r\n".encode() + EMPTY
    with saying(said) as port:
        line = wire(port)
        assert [ask(line) for _ in range(2)] == [(200, EMPTY)] * 2


@contextmanager
def saying(*parts, before_last=lambda: None):
    """Port of a server that tells everybody the same and closes; `before_last` comes before the last part."""

    def serve():
        try:
            while True:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(1 << 16)
                    for part in parts[:-1]:
                        connection.sendall(part)
                    before_last()
                    connection.sendall(parts[-1])
        except OSError:
            return  # the test is over

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def test_a_node_that_is_not_there_leaves_it_to_another():
    with serving() as server:
        line = wire(free_port(), server.server_port)
        assert [ask(line)[0] for _ in range(4)] == [200] * 4


def test_no_node_at_all_is_an_error():
    with pytest.raises(ConnectionError):
        ask(wire(free_port(), free_port()))


def test_silence_is_an_error_in_time():
    with serving() as server:
        server.gate.clear()
        with pytest.raises(ConnectionTimeout):
            ask(wire(server.server_port, timeout=0.1))


def test_the_rest_of_an_answer_is_waited_for_by_a_process_that_was_slow_itself(monkeypatch):
    """The time-out has passed when the answer is asked for, of which the second half comes only then."""
    asked = threading.Event()
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(EMPTY), EMPTY)
    with saying(whole[:-9], whole[-9:], before_last=lambda: asked.wait(10)) as port:
        pending = wire(port, timeout=60.0).send("/_msearch", "application/json", b"{}")
        late = SimpleNamespace(monotonic=lambda: time.monotonic() + 100)
        monkeypatch.setattr("search.engines.elasticsearch_wire.time", late)
        threading.Timer(0.05, asked.set).start()
        assert pending.answer() == (200, EMPTY)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_node_that_cannot_answer_now_leaves_it_to_another(status):
    with serving(status, b"busy") as busy, serving() as well:
        line = wire(busy.server_port, well.server_port)
        assert [ask(line) for _ in range(4)] == [(200, EMPTY)] * 4
    assert len(busy.seen) == 1  # and is left alone for a while


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_answer_that_another_node_would_give_too_is_final(status):
    with serving(status, b"no") as one, serving(status, b"no") as other:
        assert ask(wire(one.server_port, other.server_port)) == (status, b"no")
    assert len(one.seen + other.seen) == 1


def test_where_no_node_can_answer_now_it_is_said_after_each_was_asked_once():
    with serving(503, b"busy") as one, serving(503, b"busy") as other:
        assert ask(wire(one.server_port, other.server_port)) == (503, b"busy")
    assert (len(one.seen), len(other.seen)) == (1, 1)


def test_what_the_only_node_said_that_is_there_is_given_back():
    with serving(503, b"busy") as busy:
        line = wire(busy.server_port, free_port())
        assert [ask(line) for _ in range(2)] == [(503, b"busy")] * 2


def test_silence_is_silence_though_another_node_has_refused():
    with serving(503, b"busy") as busy, serving() as silent:
        silent.gate.clear()
        with pytest.raises(ConnectionTimeout):
            ask(wire(busy.server_port, silent.server_port, timeout=0.1))


@pytest.mark.parametrize("question", ["suggest", "explain"])
def test_nothing_stays_under_way_where_a_question_ends_in_an_error(question, monkeypatch):
    def broken(reader, *_):
        reader.gather((), 5, 0, (), 0)
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(f"search.engines.elasticsearch.{question}", broken)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        engine = ElasticsearchEngine(Address.parse(f"elasticsearch://127.0.0.1:{listening.getsockname()[1]}"))
        # Who holds the error holds all that was read by, so that nothing is collected.
        with pytest.raises(RuntimeError) as held:
            engine.suggest("ใบขับขี่", ()) if question == "suggest" else engine.explain(Query("ใบขับขี่"))
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(5)
            while connection.recv(1 << 16):
                pass
    assert held.traceback


@pytest.mark.parametrize(
    ("status", "reply", "said"),
    [
        (404, b"{}", "no search index yet"),
        (429, b'{"error":{"type":"circuit_breaking_exception"},"status":429}', "429: circuit_breaking"),
        (502, "ประตูเสีย".encode(), "502: ประตูเสีย"),
        (200, b"<html>", "no answer"),
        (200, b'{"took":1,"responses":[{"error":{"type":"x","reason":"y"}}]}', "answered"),
    ],
)
def test_what_is_no_answer_is_said(status, reply, said):
    with serving(status, reply) as server:
        engine = ElasticsearchEngine(Address.parse(f"elasticsearch://127.0.0.1:{server.server_port}"))
        with pytest.raises(EngineUnavailable, match=said):
            answer(engine, "ใบขับขี่")


def test_name_and_password_go_with_what_readers_ask():
    with serving(404) as server:
        url = f"elasticsearch://clerk:%E0%B8%A5%E0%B8%B1%E0%B8%9A@127.0.0.1:{server.server_port}"
        with pytest.raises(EngineUnavailable):
            answer(ElasticsearchEngine(Address.parse(url)), "ใบขับขี่")
    assert server.seen[0][2]["Authorization"] == f"Basic {base64.b64encode('clerk:ลับ'.encode()).decode()}"


@pytest.fixture
def certificate(tmp_path):
    """Files with a certificate for localhost that no authority knows, and with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not on this machine")
    made = tmp_path / "certificate.pem", tmp_path / "key.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-out", made[0], "-keyout", made[1]], check=True, capture_output=True)
    return made


def test_a_certificate_must_be_of_an_authority_that_is_trusted(certificate):
    with serving(404) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"elasticsearch://localhost:{server.server_port}/docs?tls=1"
        with pytest.raises(EngineUnavailable, match="no search index yet"):
            answer(ElasticsearchEngine(Address.parse(f"{url}&ca={certificate[0]}")), "ใบขับขี่")
        with pytest.raises(EngineUnavailable, match="does not answer"):
            answer(ElasticsearchEngine(Address.parse(url)), "ใบขับขี่")


@pytest.mark.parametrize("speaks", ["tickets at first", "after each answer"])
def test_a_connection_with_tls_is_used_again(certificate, speaks):
    """TLS 1.3 says things for itself, between answers too: here it asks for a certificate."""
    with serving() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        server.asks_after = speaks == "after each answer"
        if server.asks_after:
            context.post_handshake_auth = True
            context.verify_mode = ssl.CERT_OPTIONAL
        server.socket = context.wrap_socket(server.socket, server_side=True)
        trusting = ssl.create_default_context(cafile=certificate[0])
        trusting.post_handshake_auth = True
        client = Elasticsearch([f"https://localhost:{server.server_port}"], ssl_context=trusting)
        line = Wire(client.transport, {}, 5.0, 1)
        for number in range(1, 5):
            assert ask(line) == (200, EMPTY)
            assert server.said.acquire(timeout=5), number
    assert len(server.seen) == 4
    assert len({port for port, *_ in server.seen}) == 1

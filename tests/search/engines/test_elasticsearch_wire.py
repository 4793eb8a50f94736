"""Requests of readers, to servers that answer, keep silent, close connections or are not there."""

import base64
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from elastic_transport import ConnectionError, ConnectionTimeout
from elasticsearch import Elasticsearch

from search.engine import EngineUnavailable
from search.engines.address import Address
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_wire import Wire
from search.engines.local_server import free_port
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


def test_what_is_no_http_or_ends_too_early_is_an_error():
    for said in (b"220 mail ready\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            threading.Thread(target=_say, args=(listening, said), daemon=True).start()
            with pytest.raises(ConnectionError):
                ask(wire(listening.getsockname()[1]))


def _say(listening, said):
    connection, _ = listening.accept()
    with connection:
        connection.recv(1 << 16)
        connection.sendall(said)


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

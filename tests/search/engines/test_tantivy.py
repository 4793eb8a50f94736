"""What only an index in a folder can suffer."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from search.document import Document
from search.engine import EngineUnavailable
from search.engines import open_engine
from search.engines.store import Manifest, Store
from search.service import answer

ROOT = Path(__file__).parents[3]


def page(number):
    return Document(key=f"page-{number}", type="page", title=f"หน้าที่ {number}", url=f"/{number}/")


@pytest.fixture
def folder(tmp_path):
    open_engine("tantivy://", tmp_path / "index").rebuild([page(1), page(2)])
    return tmp_path / "index"


@pytest.mark.parametrize("damage", ["meta.json", "*.store", "*.term"])
def test_a_damaged_index_is_unavailable_and_can_be_rebuilt(folder, damage):
    for path in folder.glob(f"gen-*/{damage}"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    engine = open_engine("tantivy://", folder)
    with pytest.raises(EngineUnavailable):
        answer(engine, "หน้าที่")
    assert engine.state().status == "unusable"
    engine.rebuild([page(1)])
    assert answer(engine, "หน้าที่").total == 1


def test_an_index_of_another_schema_is_unavailable(folder):
    store = Store(folder)
    assert store.current
    store.mark(store.current, Manifest(schema=0, analyzer=Manifest.now().analyzer))
    engine = open_engine("tantivy://", folder)
    assert engine.state().status == "unusable"
    with pytest.raises(EngineUnavailable):
        answer(engine, "หน้าที่")


def test_an_index_of_another_analyzer_answers_and_is_called_stale(folder):
    store = Store(folder)
    assert store.current
    store.mark(store.current, Manifest(schema=Manifest.now().schema, analyzer="older"))
    engine = open_engine("tantivy://", folder)
    assert engine.state().status == "stale"
    assert answer(engine, "หน้าที่").total == 2


def test_processes_that_write_at_once_wait_for_one_another(folder):
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from search.document import Document
        from search.engines import open_engine
        engine = open_engine("tantivy://", Path(sys.argv[1]))
        for n in range(4):
            key = f"{sys.argv[2]}-{n}"
            engine.index([Document(key=key, type="page", title="หน้าใหม่", url=f"/{key}/")])
        """
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder), name], cwd=ROOT) for name in ("a", "b")
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(open_engine("tantivy://", folder).versions()) == 10


def test_old_generations_are_removed(folder):
    engine = open_engine("tantivy://", folder)
    engine.rebuild([page(3)])
    engine.rebuild([page(4)])
    assert len(list(folder.glob("gen-*"))) == 1

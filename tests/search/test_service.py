"""The door to search, as a server process uses it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FIRST_SEARCH = """
import sys, tempfile, time
from search import Document
from search.engines import open_engine
from search.service import answer, prepare

if "prepare" in sys.argv:
    prepare()
with tempfile.TemporaryDirectory() as folder:
    engine = open_engine("tantivy://", folder)
    engine.index([Document(key="1", type="page", title="เพิ่มศักยภาพของศูนย์บริการ", url="/1/")])
    begun = time.process_time()
    found = answer(engine, "ศักภาพ")
    print(found.total, time.process_time() - begun)
"""


def seconds_of_first_search(*arguments: str) -> float:
    """Processor seconds of a mistyped query, the first of a process."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST_SEARCH, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    total, seconds = told.stdout.split()
    assert total == "1"
    return float(seconds)


def test_nobody_waits_for_the_dictionary_of_a_prepared_process() -> None:
    assert seconds_of_first_search("prepare") < seconds_of_first_search() / 4

"""Tables of speed that `manage.py bench` prints: each app registers its own in a module `bench`.

    # site/<app>/bench.py
    @speed("imports", "นำเข้าหนังสือ")
    def imports(options: Options) -> Iterator[Row]:
        yield Row("อ่าน เก็บ เทียบอ้างถึง", {"docs": 20, "docs/s": rate})

The modules are loaded when the command runs, never by the site itself.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

Figure = int | float | str

ENGINES = ("tantivy", "elasticsearch")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what was measured, and its figures by column head, units in the head ("p95 ms").

    `failed` says why it could not be measured; the command then ends with an error, after all tables.
    """

    name: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was told.

    kit       folder of a search kit; None measures the site's own content
    requests  how often a page is asked for in a round
    letters   how many letters are imported in a round
    plot      folder for pictures; None draws none
    engines   search engines that are measured, of ENGINES
    """

    kit: Path | None = None
    requests: int = 10
    letters: int = 20
    plot: Path | None = None
    engines: tuple[str, ...] = ("tantivy",)


Measure = Callable[[Options], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """A registered table: the name that `--only` takes, its title in Thai, what measures its rows.

    A `slow` one (minutes) runs only when it is named.
    """

    name: str
    title: str
    measure: Measure
    slow: bool = False


_TABLES: dict[str, Table] = {}


def speed(name: str, title: str, slow: bool = False) -> Callable[[Measure], Measure]:
    """Register a table of speed. Raises ValueError where another has the name."""

    def register(measure: Measure) -> Measure:
        if name in _TABLES and _TABLES[name].measure.__module__ != measure.__module__:
            raise ValueError(f"two tables of speed are named {name!r}")
        _TABLES[name] = Table(name, title, measure, slow)
        return measure

    return register


def tables() -> list[Table]:
    """All tables, in the order of the installed apps."""
    for config in apps.get_app_configs():
        name = f"{config.name}.bench"
        if not config.name.startswith(("wagtail", "django")) and find_spec(name):
            import_module(name)
    return list(_TABLES.values())


def timed(call: Callable[[], object], times: int, warm: int = 1) -> Iterator[float]:
    """Milliseconds of each of some calls, after a few that are not counted; by the clock that was chosen."""
    for by_clocks in _measured(call, times, warm, (_clock,)):
        yield from by_clocks


Clock = Callable[[], float]
_clock: Clock = time.perf_counter


def _measured(
    call: Callable[[], object], times: int, warm: int, clocks: tuple[Clock, ...]
) -> Iterator[list[float]]:
    """Of each call its milliseconds by each of the clocks."""
    for _ in range(warm):
        call()
    for _ in range(times):
        begun = [clock() for clock in clocks]
        call()
        yield [(clock() - start) * 1000 for clock, start in zip(clocks, begun, strict=True)]


def count_processor_time() -> None:
    """From now on `timed` leaves out what other programs took of the processors, and any waiting."""
    global _clock
    _clock = time.process_time


def spread(milliseconds: Iterable[float]) -> dict[str, Figure]:
    """The figures "p50 ms" and "p95 ms" of some times; empty where there are none."""
    ordered = sorted(milliseconds)
    if not ordered:
        return {}
    return {
        "p50 ms": round(statistics.median(ordered), 2),
        "p95 ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 2),
    }


def costs(call: Callable[[], object], times: int, warm: int = 1) -> dict[str, Figure]:
    """The figures "p50 ms" and "p95 ms" of some calls by the clock, and the same of the process's own time,
    which says more where the machine has other work."""
    measured = _measured(call, times, warm, (time.perf_counter, time.process_time))
    clocks, processor = zip(*measured, strict=True)
    return {**spread(clocks), **{f"CPU {name}": figure for name, figure in spread(processor).items()}}

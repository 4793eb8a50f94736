"""What condition the index is in."""

from __future__ import annotations

from finder.engine import engine
from search import EngineUnavailable

NEEDS_REBUILD = frozenset({"missing", "unusable", "stale"})


def of_index() -> str:
    """ready, stale (answers, but was made by another lexicon), missing, unusable or unreachable."""
    try:
        return engine().state().status
    except EngineUnavailable:
        return "unreachable"

"""StreamField blocks that guidelines and plain pages share."""

from core.blocks.body import BodyBlock

__all__ = ["BodyBlock"]

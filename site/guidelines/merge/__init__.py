"""Three-way merge of Thai text and StreamField blocks, at the name by which other systems call it: it is
`core.merge`, with which every page is merged."""

from core.merge import Conflict, Merge, MergedBlocks, merge_blocks, merge_text

__all__ = ["Conflict", "Merge", "MergedBlocks", "merge_blocks", "merge_text"]

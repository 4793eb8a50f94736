"""Three-way merge of Thai text, rich text and StreamField blocks. Pure: no Django, no Wagtail."""

from core.merge.align import with_ids_of
from core.merge.blocks import BlockConflict, MergedBlocks, merge_blocks
from core.merge.markup import merge_html
from core.merge.spans import Span, compare_html, compare_text
from core.merge.text import Conflict, Edit, Merge, edits, merge_text, words

__all__ = [
    "BlockConflict",
    "Conflict",
    "Edit",
    "Merge",
    "MergedBlocks",
    "Span",
    "compare_html",
    "compare_text",
    "edits",
    "merge_blocks",
    "merge_html",
    "merge_text",
    "with_ids_of",
    "words",
]

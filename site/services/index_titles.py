"""Under which word a guide stands in an index from ก to ฮ.

Official names begin with "การ" and mostly with "การขอ…": sorted as they are written, nearly the whole
catalogue stands under ก and no letter helps anybody. As libraries leave out an article at the head of a
title, the index leaves out these: "การขอมีบัตรประจำตัวประชาชนใหม่" stands under บ, where people look for it.
"""

from __future__ import annotations

import re

from search.thai import tokenize

_NOUN_HEAD = re.compile("^การ(?=[ก-ฮเแโใไ])")
"""Before a mark or another vowel it is no word of its own: การ์ด, การุณย์."""
ASKING = frozenset({"ขอ", "ขอรับ", "ขอมี", "ขอใช้", "คำขอ", "คำร้อง", "ยื่น", "ยื่นคำขอ", "ยื่นคำร้อง"})
"""That something is asked for; every guide is about that."""
AFTER_ASKING = frozenset({"มี", "รับ", "ใช้"})


def index_title(title: str) -> str:
    """The title without its official head; the whole title where nothing else would be left.

    >>> index_title("การขอใช้ไฟฟ้า")
    'ไฟฟ้า'
    """
    plain = title.strip()
    rest = _NOUN_HEAD.sub("", plain)
    asks = False
    for token in tokenize(rest):
        if token in ASKING:
            asks = True
        elif not (asks and token in AFTER_ASKING):
            break
        if not rest.startswith(token):
            break
        rest = rest[len(token) :].lstrip()
    return rest or plain

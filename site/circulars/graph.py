"""The neighbourhood of a letter in the web of references: what it names, and what names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from circulars.letters.personal import masked
from circulars.models.choices import ReferenceType, Wording
from circulars.models.parts import Citation
from circulars.models.readers import is_readable
from circulars.models.relations import REVERSED, Relation, RelationKind
from core.bilingual import in_reader_language
from core.templatetags.thai import thai_date

if TYPE_CHECKING:
    from circulars.models import CircularPage

MOST = 200
"""Letters that cite this one and are shown; the search finds the others."""
DRAWN = 6
"""Neighbours drawn on each side; the list has them all."""
_CITES, _CITED = _("อ้างถึง"), _("อ้างถึงโดย")
_ENCLOSES, _ENCLOSED = _("ส่งมาพร้อม"), _("ส่งมาพร้อมกับ")


LONG = (
    *("raw_text", "body", "purpose_line", "issuer_address", "phones", "fax", "owner_unit", "subject", "note"),
    *("verifying_reason", "withdrawn_reason", "secrecy_lifted_reason", "signatory_position", "acting_for"),
    *("search_description", "seo_title", "signatory_name", "closing", "shown"),
)
"""Fields of a letter that say nothing of its neighbours."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document beside the letter: how they are linked, its short name, its title, and where it stands."""

    link: str
    name: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A neighbour in the picture, at `y` (its middle) of the drawing."""

    neighbour: Neighbour
    x: int
    y: int

    @property
    def top(self) -> int:
        return self.y - 24

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


WIDTH, GAP = 220, 64


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What the letter names (`out`) and what names it (`into`), and both as a drawing."""

    out: tuple[Neighbour, ...] = ()
    into: tuple[Neighbour, ...] = ()
    boxes_in: tuple[Box, ...] = field(default=())
    boxes_out: tuple[Box, ...] = field(default=())
    height: int = 0
    hidden: int = 0

    @property
    def centre(self) -> int:
        return self.height // 2


@dataclass(frozen=True, slots=True)
class Links:
    """What a letter cites, what cites it, the newest first, and its relations both ways.

    It holds no letter that readers may not see: of a citation of one only the words are left, `target` is
    None. `is_cut` where more letters cite it than are here.
    """

    cites: Sequence[Citation]
    cited_by: Sequence[Citation]
    relations: Sequence[Relation]
    is_cut: bool = False


def links_of(page: CircularPage) -> Links:
    """What readers may know of the letters beside this one: three queries, however large the registry is."""
    wide = [f"{side}__{name}" for side in ("page", "target") for name in LONG]
    cites = Citation.objects.filter(page=page).annotate(is_told=is_readable("target"))
    own = list(cites.select_related("target").defer(*wide[len(LONG) :]).order_by("position", "pk"))
    for one in own:
        if not one.is_told:
            one.target = None
    citing = Citation.objects.filter(is_readable("page"), target=page).exclude(page=page)
    newest = (F("page__effective_date").desc(nulls_last=True), "-page", "position")
    others = list(citing.select_related("page").defer(*wide[: len(LONG)]).order_by(*newest)[: MOST + 1])
    relations: list[Relation] = []
    if getattr(page, "has_relations", True):
        both_ways = Relation.objects.public().filter(Q(page=page) | Q(target=page))
        relations = list(both_ways.select_related("page", "target").defer(*wide))
    return Links(own, others[:MOST], relations, is_cut=len(others) > MOST)


def neighbourhood(page: CircularPage, links: Links) -> Neighbourhood:
    """The letter among what it names and what names it."""
    out: dict[tuple[str, str], Neighbour] = {}
    into: dict[tuple[str, str], Neighbour] = {}
    for relation in links.relations:
        if relation.page_id == page.pk:
            _add(out, _related(relation))
        else:
            _add(into, _letter(relation.reversed_words, relation.page))
    said = {one.url for one in (*out.values(), *into.values()) if one.url}
    named = [(out, _cited(one)) for one in links.cites]
    named += [(into, _letter(_link_of(one, back=True), one.page)) for one in links.cited_by]
    for side, one in named:
        if not one.url or one.url not in said:
            _add(side, one)
    return _drawn(tuple(out.values()), tuple(into.values()))


def _add(side: dict[tuple[str, str], Neighbour], one: Neighbour) -> None:
    side.setdefault((str(one.link), one.url or one.name), one)


def _letter(link: object, page: CircularPage) -> Neighbour:
    words = page.words
    number = words.effective_number
    name = in_reader_language(number, "") or gettext("เลขทะเบียนชั่วคราว %s") % page.accession
    return Neighbour(str(link), name, words.display_title, page.get_url() or "")


def _cited(citation: Citation) -> Neighbour:
    link = _link_of(citation)
    if citation.target is not None:
        return _letter(link, citation.target)
    words = in_reader_language(masked(citation.raw), "")
    if citation.type == ReferenceType.LETTER:
        return Neighbour(str(link), in_reader_language(citation.number_canonical, "") or words, words)
    return Neighbour(str(link), str(citation.get_type_display()), words)


def _link_of(citation: Citation, back: bool = False) -> object:
    """How the two letters are linked, said of the citing letter or, `back`, of the cited one."""
    if citation.enclosure_id:
        return _ENCLOSED if back else _ENCLOSES
    if citation.link == Wording.CITES:
        return _CITED if back else _CITES
    kind = RelationKind(citation.link)
    words = REVERSED[kind] if back else kind.label
    return gettext("%(link)s (ตามถ้อยคำ)") % {"link": words}  # no person has recorded it yet


def _related(relation: Relation) -> Neighbour:
    link = str(relation.get_kind_display())
    if relation.target is not None:
        return _letter(link, relation.target)
    if relation.resolution_date:
        words = gettext("มติคณะรัฐมนตรี %s") % thai_date(relation.resolution_date)
        return Neighbour(link, words, words)
    law = in_reader_language(masked(relation.law), "")
    return Neighbour(link, law, law)


def _drawn(out: tuple[Neighbour, ...], into: tuple[Neighbour, ...]) -> Neighbourhood:
    left, right = into[:DRAWN], out[:DRAWN]
    height = max(len(left), len(right), 1) * GAP
    return Neighbourhood(
        out=out,
        into=into,
        boxes_in=_boxes(left, 0, height),
        boxes_out=_boxes(right, 2 * (WIDTH + 120), height),
        height=height,
        hidden=len(out) + len(into) - len(left) - len(right),
    )


def _boxes(side: tuple[Neighbour, ...], x: int, height: int) -> tuple[Box, ...]:
    first = (height - len(side) * GAP) // 2 + GAP // 2
    return tuple(Box(one, x, first + at * GAP) for at, one in enumerate(side))

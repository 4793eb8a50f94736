"""A guideline and an adaptation as documents to hand out, saying what their public pages say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

from core.papers import Block, Heading, Item, Listing, Paper, Paragraph, Run, from_html
from core.templatetags.thai import thai_date
from guidelines.practice import Practice, practice_of
from guidelines.reading import ReadSection, fill, read_adaptation, values_of

if TYPE_CHECKING:
    from guidelines.history import Chosen
    from guidelines.models import AdaptationPage, EditionSection, GuidelinePage


def guideline_paper(page: GuidelinePage, chosen: Chosen) -> Paper:
    """An edition of a model guideline with the recommendations that it rests on."""
    edition = chosen.edition
    assert edition is not None
    root = _root_of(page)
    about = _("ฉบับที่ %(number)s เผยแพร่ %(date)s") % {
        "number": edition.number,
        "date": thai_date(edition.published_at),
    }
    blocks: list[Block] = [Paragraph(about, "note")]
    if not chosen.is_newest and chosen.until:
        replaced = _("มีฉบับใหม่แทนเมื่อ %(date)s") % {"date": thai_date(chosen.until)}
        blocks.append(Paragraph((Run(replaced, bold=True),)))
    if page.introduction:
        blocks.append(Paragraph(page.introduction))
    blanks = edition.blanks()
    for number, section in enumerate(chosen.sections, 1):
        blocks += [Heading(f"{number}. {section.heading}"), _about(section, _mode(section))]
        blocks += _stream(section.body, root)
        blocks += _indicators(section)
        if labels := [blanks[key].label if key in blanks else key for key in section.required_additions]:
            blocks.append(Paragraph(f"{_('หน่วยงานต้องกรอก')}: {', '.join(labels)}", "note"))
    if recommendations := list(page.recommendations.all()):
        blocks.append(Heading(_("ข้อเสนอและหนังสือที่เป็นฐาน")))
        for each in recommendations:
            blocks.append(Paragraph((Run(f"{each.code} ", bold=True, literal=True), Run(each.text))))
    return _paper(page, blocks, page.issuer.display_name if page.issuer else "", edition.published_at, about)


def adaptation_paper(page: AdaptationPage) -> Paper:
    """An adaptation: what is inherited and what is its own, why, and since when."""
    root = _root_of(page)
    about = _("ปรับใช้จาก%(title)s ฉบับที่ %(number)s") % {
        "title": page.guideline.display_title,
        "number": page.edition.number,
    }
    since = _("เผยแพร่ %(date)s") % {"date": thai_date(page.last_published_at)}
    blocks: list[Block] = [Paragraph(f"{page.organisation.display_name} · {about} · {since}", "note")]
    if page.introduction:
        blocks.append(Paragraph(page.introduction))
    values = values_of(page)
    practice = practice_of(page)
    sections = read_adaptation(page, values, practice)
    in_sections = {filled.parameter.key for section in sections for filled in section.filled}
    blanks = page.edition.blanks()
    for filled in fill(blanks, [key for key in blanks if key not in in_sections], values, practice):
        label = Run(f"{filled.parameter.label} ", bold=True)
        blocks.append(Paragraph((label, Run(", ".join(filled.texts)))))
    for section in sections:
        blocks += _section(section, root)
    blocks += _practice(practice)
    return _paper(page, blocks, page.organisation.display_name, page.last_published_at, about)


def _section(section: ReadSection, root: str) -> Iterator[Block]:
    yield Heading(f"{section.number}. {section.heading}")
    decision, model = section.decision, section.model
    status = [section.choice_label]
    if decision and decision.approved_at:
        status.append(_("ใช้ตั้งแต่ %(date)s") % {"date": thai_date(decision.approved_at)})
    if model and section.choice != "not-applicable":
        edition = {"number": model.edition.number, "date": thai_date(model.edition.published_at)}
        status.append(_("ต้นแบบฉบับที่ %(number)s เผยแพร่ %(date)s") % edition)
    yield _about(section, " · ".join(status))
    if section.shows_model and model is not None:
        if section.own_body:
            yield Paragraph(_("ข้อความตามต้นแบบ"), "note")
        yield from _stream(model.body, root)
        yield from _indicators(model)
    if section.own_body:
        if section.shows_model:
            yield Paragraph(_("ข้อความที่หน่วยงานเพิ่มเติม"), "note")
        yield from _stream(section.own_body, root)
    for filled in section.filled:
        yield from _filled(filled.parameter.label, filled.texts, filled.parameter.is_list)
    if section.is_own and decision:
        match section.choice:
            case "not-applicable":
                label = _("เหตุผลที่ไม่ใช้หมวดนี้")
            case "added":
                label = _("เหตุผลที่เพิ่มหมวดนี้")
            case _different:
                label = _("เหตุผลที่ต่างจากต้นแบบ")
        yield Paragraph((Run(f"{label} ", bold=True), Run(decision.reason)))


def _practice(practice: Practice) -> Iterator[Block]:
    """Counters with their services, and the orders, as the registers told on the day of the file."""
    if not practice:
        return
    yield Heading(_("การดำเนินการจริง ณ จุดบริการ"))
    figures = {"day": thai_date(practice.day), "finished": practice.finished, "total": practice.total}
    yield Paragraph(
        _("ตามทะเบียน ณ วันที่ %(day)s งานที่เสร็จที่จุดบริการได้ %(finished)s จาก %(total)s งาน") % figures, "note"
    )
    for counter in practice.counters:
        yield Heading(counter.title, 2)
        yield Paragraph(" · ".join(part for part in (counter.kind, counter.place, counter.hours) if part))
        lines = [f"{each.title} – {each.label} {each.explanation}" for each in counter.matters]
        if lines:
            yield Listing(tuple(Item(line) for line in lines))
    for heading, lines in (
        (_("งานบริการอื่นที่เกี่ยวข้อง"), [each.title for each in practice.services]),
        (_("คำสั่งมอบอำนาจ"), [f"{each.title} {each.explanation}" for each in practice.all_orders]),
    ):
        if lines:
            yield Heading(heading, 2)
            yield Listing(tuple(Item(line) for line in lines))


def _stream(stream: Iterable[Any], root: str) -> Iterator[Block]:
    for block in stream:
        match block.block_type:
            case "heading":
                yield Heading(str(block.value), 2)
            case "callout":
                label = dict(block.block.child_blocks["kind"].field.choices).get(block.value["kind"], "")
                yield Paragraph((Run(str(label), bold=True),))
                yield from _rich(block.value["text"], root)
            case _paragraph:
                yield from _rich(block.value, root)


def _rich(text: RichText, root: str) -> Iterator[Block]:
    yield from from_html(expand_db_html(text.source), root)


def _indicators(section: EditionSection) -> Iterator[Block]:
    if section.indicators:
        yield Heading(_("ตัวชี้วัด"), 2)
        yield Listing(tuple(Item(str(block.value["label"])) for block in section.indicators))


def _filled(label: str, items: Iterable[str], is_list: bool) -> Iterator[Block]:
    yield Heading(label, 2)
    if is_list:
        yield Listing(tuple(Item(each) for each in items))
    else:
        yield from (Paragraph(each) for each in items)


def _about(section: EditionSection | ReadSection, status: str) -> Paragraph:
    return Paragraph((Run(section.section_id, literal=True), Run(f" · {status}")), "note")


def _mode(section: EditionSection) -> str:
    if section.is_locked:
        return _("ห้ามแก้ไขถ้อยคำ แต่หน่วยงานเพิ่มเติมต่อท้ายได้") if section.allow_supplement else _("ห้ามแก้ไขถ้อยคำ")
    return _("หน่วยงานปรับให้เหมาะกับภารกิจได้")


def _root_of(page: Any) -> str:
    parts = page.get_url_parts()
    return parts[1] if parts else ""


def _paper(page: Any, blocks: list[Block], author: str, dated: Any, footer: str) -> Paper:
    english = get_language() == "en"
    if page.is_sample:
        blocks.insert(0, Paragraph((Run(_("ข้อมูลตัวอย่าง ห้ามใช้อ้างอิง"), bold=True),)))
    return Paper(
        title=page.display_title,
        blocks=tuple(blocks),
        language="en" if english else "th",
        digits="arabic" if english else "thai",
        author=author,
        dated=dated,
        footer=f"{page.display_title} · {footer}",
    )

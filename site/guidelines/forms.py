"""Forms of the screens on which a ministry adapts a guideline."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.blocks.base import BlockField

from core.blocks import BodyBlock
from core.counters import Linkable
from core.limits import LONG, SHORT, text_field
from core.templatetags.thai import thai_date
from guidelines.deciding import LINKS, Links, SectionInput, general_version, lines_of
from guidelines.locks import allows, what_to_do
from guidelines.models import AdaptationPage, EditionSection, GuidelineParameter, SectionDecision
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of

LATEST = datetime.timedelta(days=2 * 366)
"""How far ahead a publication may be planned; a year of the Buddhist era lies further."""

CHOICE_HELP = {
    Choice.INHERITED: gettext_lazy("ใช้ข้อความของต้นแบบทั้งหมวด"),
    Choice.ADAPTED: gettext_lazy("เริ่มจากข้อความของต้นแบบแล้วแก้ถ้อยคำ เมื่อต้นแบบเปลี่ยน ระบบจะช่วยรวมการแก้ไข"),
    Choice.REPLACED: gettext_lazy("เขียนข้อความของหน่วยงานขึ้นใหม่ทั้งหมวด"),
    Choice.SUPPLEMENTED: gettext_lazy("คงข้อความของต้นแบบไว้ครบ แล้วเขียนเพิ่มต่อท้าย"),
    Choice.NOT_APPLICABLE: gettext_lazy("หมวดนี้ไม่เกี่ยวกับภารกิจของหน่วยงาน"),
}


def choices_for(
    section: EditionSection, lock: EditionSection | None = None, stands: str = Choice.INHERITED
) -> list[Choice]:
    """What an organisation may decide about a section of the model: `lock` is the section where the newest
    edition locks it, `stands` what was decided, which may stay where an older edition did not lock it."""
    locks = [each for each in (section if section.is_locked else None, lock) if each is not None]
    return [
        choice
        for choice in CHOICE_HELP
        if all(allows(each, choice) or (each is lock and choice == stands) for each in locks)
    ]


class BlanksMixin:
    """Adds a field `value-<key>` for each blank that a person fills in on this form."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def add_blanks(self, blanks: list[GuidelineParameter], values: dict[str, str]) -> None:
        self.blanks = blanks
        typed = [blank for blank in blanks if blank.is_typed]
        self.blank_names = {f"value-{blank.key}": blank.key for blank in typed}
        for blank in typed:
            lines = _("บรรทัดละหนึ่งรายการ") if blank.is_list else ""
            if blank.is_live:
                lines = _("กรอกเฉพาะรายการที่ทะเบียนยังไม่มี บรรทัดละหนึ่งรายการ")
            self.fields[f"value-{blank.key}"] = text_field(
                LONG,
                rows=6 if blank.is_list else 3,
                label=blank.label_th,
                required=False,
                help_text=" ".join(filter(None, [blank.help_text, lines])),
                initial=values.get(blank.key, ""),
            )

    def given_values(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self.blank_names.items()}

    @property
    def blank_fields(self) -> list[Any]:
        return [self[name] for name in self.blank_names]  # type: ignore[index]


class SectionForm(BlanksMixin, forms.Form):
    """The decision about one section of the model, with the organisation's own text."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    choice = forms.ChoiceField(label=gettext_lazy("หมวดนี้หน่วยงานจะใช้อย่างไร"), widget=forms.RadioSelect)
    heading = forms.CharField(
        label=gettext_lazy("หัวข้อของหน่วยงาน"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("เว้นว่างไว้เพื่อใช้หัวข้อของต้นแบบ"),
    )
    body = BlockField(block=BodyBlock(required=False), label=gettext_lazy("ข้อความของหน่วยงาน"), required=False)
    supplement = BlockField(
        block=BodyBlock(required=False), label=gettext_lazy("ข้อความเพิ่มเติมต่อท้าย"), required=False
    )
    reason = text_field(
        SHORT,
        label=gettext_lazy("เหตุผล"),
        required=False,
        help_text=gettext_lazy("ประชาชนและสำนักงาน ก.พ.ร. จะเห็นเหตุผลนี้บนหน้าเว็บ"),
    )

    def __init__(
        self,
        section: EditionSection,
        decision: SectionDecision | None,
        blanks: list[GuidelineParameter],
        values: dict[str, str],
        data: Any = None,
        seen: str = "",
        given: SectionInput | None = None,
        lock: EditionSection | None = None,
    ) -> None:
        """`given`, what the same person already said, comes before what is stored.

        `lock` as in `choices_for`.
        """
        initial = self._initial(section, given or self._stored(decision))
        super().__init__(data, initial={**initial, "seen": seen})
        values = {**values, **(given.values if given else {})}
        self.lock = lock
        options = choices_for(section, lock, decision.choice if decision else Choice.INHERITED)
        said = data.get("choice", "") if data is not None else given.choice if given else ""
        self.refused = said if lock is not None and said in CHOICE_HELP and said not in options else ""
        if self.refused:  # the fields of what was written stay in sight only beside a choice
            options.append(Choice(self.refused))
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (option.value, f"{option.label} – {self._help(option)}") for option in options
        ]
        self.add_blanks(blanks, values)

    def _help(self, option: Choice) -> str:
        if option == self.refused:
            return _("เลือกไม่ได้แล้ว แสดงไว้เพื่อให้คัดลอกข้อความที่ท่านเขียน")
        if self.lock is not None and not allows(self.lock, option):
            return _("คงไว้ตามเดิมได้ แต่แก้ถ้อยคำไม่ได้แล้ว")
        return str(CHOICE_HELP[option])

    def clean_choice(self) -> str:
        choice: str = self.cleaned_data["choice"]
        if self.lock is not None and choice == self.refused:
            raise ValidationError(what_to_do(self.lock))
        return choice

    @staticmethod
    def _stored(decision: SectionDecision | None) -> SectionInput:
        if decision is None:
            return SectionInput(Choice.INHERITED.value)
        body = list(decision.body.get_prep_value())
        return SectionInput(decision.choice, decision.reason, decision.heading, body)

    @staticmethod
    def _initial(section: EditionSection, said: SectionInput) -> dict[str, Any]:
        """Where there is no own text yet, the model's is offered to begin from."""
        is_supplement = said.choice == Choice.SUPPLEMENTED
        own = said.body if not is_supplement else []
        return {
            "choice": said.choice,
            "heading": said.heading,
            "reason": said.reason,
            "body": body_of(own or list(section.body.get_prep_value())),
            "supplement": body_of(said.body if is_supplement else []),
        }

    def given(self) -> SectionInput:
        """What the form says, for `deciding.save_section`."""
        data = self.cleaned_data
        is_supplement = data["choice"] == Choice.SUPPLEMENTED
        stream = data["supplement" if is_supplement else "body"]
        return SectionInput(
            choice=data["choice"],
            reason=data["reason"],
            heading=data["heading"] if not is_supplement else "",
            body=list(stream.get_prep_value()) if stream else [],
            values=self.given_values(),
        )


class AddedSectionForm(forms.Form):
    """A section of the organisation's own."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label=gettext_lazy("หัวข้อ"), max_length=255)
    after = forms.ChoiceField(label=gettext_lazy("วางไว้หลังหมวด"))
    body = BlockField(block=BodyBlock(), label=gettext_lazy("ข้อความ"))
    reason = text_field(SHORT, label=gettext_lazy("เหตุผลที่เพิ่มหมวดนี้"))

    def __init__(
        self,
        sections: list[tuple[str, str]],
        decision: SectionDecision | None = None,
        data: Any = None,
        seen: str = "",
        given: SectionInput | None = None,
    ) -> None:
        initial = {"seen": seen, "after": sections[-1][0] if sections else "", "body": body_of([])}
        said = given or decision
        if said is not None:
            body = body_of(given.body) if given else decision and decision.body
            initial |= {"heading": said.heading, "after": said.after, "body": body, "reason": said.reason}
        super().__init__(data, initial=initial)
        self.fields["after"].choices = sections  # type: ignore[attr-defined]

    def given(self) -> SectionInput:
        data = self.cleaned_data
        return SectionInput(
            choice=Choice.ADDED.value,
            reason=data["reason"],
            heading=data["heading"],
            body=list(data["body"].get_prep_value()),
            after=data["after"],
        )


class PracticeForm(forms.Form):
    """The centres, services and orders that carry the adaptation out."""

    uses_own_centres = forms.BooleanField(
        label=gettext_lazy("ศูนย์และหน่วยเคลื่อนที่ทุกแห่งของหน่วยงานและหน่วยงานในสังกัด รวมที่จะเปิดใหม่"), required=False
    )
    centres = forms.TypedMultipleChoiceField(
        label=gettext_lazy("ศูนย์และหน่วยเคลื่อนที่"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("รวมศูนย์ของหน่วยงานอื่นที่ให้บริการงานของหน่วยงานท่าน งานที่ศูนย์เหล่านี้แสดงเอง ไม่ต้องเลือกซ้ำ"),
    )
    services = forms.TypedMultipleChoiceField(
        label=gettext_lazy("งานบริการที่ไม่ได้อยู่ที่ศูนย์ข้างต้น"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("เช่น งานที่ให้บริการทางออนไลน์เท่านั้น"),
    )
    delegations = forms.TypedMultipleChoiceField(
        label=gettext_lazy("คำสั่งมอบอำนาจที่แสดงเพิ่ม"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("คำสั่งที่ทำให้งานเสร็จที่จุดบริการแสดงเอง ไม่ต้องเลือกซ้ำ"),
    )
    seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, draft: AdaptationPage, found: Linkable, data: Any = None) -> None:
        named = {name: [each.pk for each in getattr(draft, name).all()] for name in LINKS}
        own = draft.uses_own_centres
        super().__init__(data, initial={"uses_own_centres": own, **named, "seen": [own, named]})
        for name, choices in zip(LINKS, (found.counters, found.services, found.orders), strict=True):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def lists(self) -> list[Any]:
        """The lists that offer something."""
        return [self[name] for name in LINKS if self.fields[name].choices]  # type: ignore[attr-defined]

    def clean_seen(self) -> tuple[bool, Links]:
        """What was there when the editor began."""
        match self.cleaned_data["seen"]:
            case [bool(own), dict(named)] if all(
                isinstance(keys, list) and all(isinstance(key, int) for key in keys)
                for keys in named.values()
            ):
                return own, named
        raise ValidationError(_("กรุณาเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"))

    def given(self) -> Links:
        return {name: self.cleaned_data[name] for name in LINKS}


class GeneralForm(BlanksMixin, forms.Form):
    """The introduction, and the blanks that no section asks for."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    introduction = text_field(
        LONG,
        rows=4,
        label=gettext_lazy("คำนำของหน่วยงาน"),
        required=False,
        help_text=gettext_lazy("บอกสั้น ๆ ว่าหน่วยงานนำแนวทางไปใช้กับงานใดและที่ใด"),
    )

    go_live_at = forms.DateTimeField(
        label=gettext_lazy("เผยแพร่เมื่อ"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("เว้นว่างเพื่อเผยแพร่ทันทีที่อนุมัติ หากกำหนดเวลา ระบบจะเผยแพร่ฉบับที่อนุมัติแล้วเอง ปีเป็น ค.ศ."),
    )

    def __init__(self, draft: AdaptationPage, blanks: list[GuidelineParameter], data: Any = None) -> None:
        when = draft.go_live_at
        coming = when if when is not None and when > timezone.now() else None
        seen = general_version(draft, [blank.key for blank in blanks if blank.is_typed])
        initial = {"introduction": draft.introduction, "go_live_at": coming, "seen": seen}
        super().__init__(data, initial=initial)
        self.add_blanks(blanks, {value.key: value.value for value in draft.values.all()})

    def meet(self, draft: AdaptationPage) -> GeneralForm:
        """The same words over what somebody else saved meanwhile, with the other's words at each field that
        differs; sent again, it says that they were seen."""
        version = general_version(draft, self.blank_names.values())
        again = GeneralForm(
            draft, self.blanks, data={**{name: self.data[name] for name in self.data}, "seen": version}
        )
        again.is_valid()
        again.add_error(None, _("มีผู้อื่นบันทึกข้อมูลนี้ระหว่างที่ท่านแก้ไข ระบบยังไม่บันทึกของท่าน กรุณาเทียบข้อความแล้วบันทึกอีกครั้ง"))
        theirs = {name: again.get_initial_for_field(again.fields[name], name) for name in self.fields}
        for name in ("introduction", *self.blank_names):
            if lines_of(self.cleaned_data[name]) != lines_of(theirs[name]):
                text = theirs[name] or _("เว้นว่าง")
                again.add_error(name, _("ผู้อื่นบันทึกไว้ว่า: %(text)s") % {"text": text})
        if self.cleaned_data["go_live_at"] != (when := theirs["go_live_at"]):
            text = thai_date(when, "time") if when else _("เว้นว่าง")
            again.add_error("go_live_at", _("ผู้อื่นบันทึกไว้ว่า: %(text)s") % {"text": text})
        return again

    def clean_go_live_at(self) -> datetime.datetime | None:
        when: datetime.datetime | None = self.cleaned_data["go_live_at"]
        if when is not None and when <= timezone.now():
            raise forms.ValidationError(_("เวลานี้ผ่านไปแล้ว กรุณาเลือกเวลาในอนาคต หรือเว้นว่างไว้"))
        if when is not None and when > timezone.now() + LATEST:
            raise forms.ValidationError(_("เวลานี้อยู่ไกลเกินสองปี กรุณาตรวจว่าปีเป็น ค.ศ."))
        return when

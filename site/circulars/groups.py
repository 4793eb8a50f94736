"""Groups of organisations that addressees stand for: "กระทรวง กรม", "ทุกจังหวัด", "นายก อบจ. ทุกแห่ง"."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.models import Kind, Organisation

_CENTRAL = (Kind.MINISTRY, Kind.DEPARTMENT)


def _all(*nouns: str) -> str:
    """The words for "every one", with the noun itself ("กระทรวงทุกกระทรวง") but no other noun."""
    return rf"(?:ทุก(?:แห่ง|หน่วย(?:งาน)?|ท่าน|{'|'.join(nouns) or 'แห่ง'})?|ต่าง ?ๆ|ทั้งหมด)"


_ALL = _all()
_GROUPS: tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...] = tuple(
    (re.compile(pattern), kinds, name)
    for pattern, kinds, name in (
        (rf"(?:หัวหน้า)?(?:ทุก)?ส่วนราชการ(?: ?{_all('ส่วนราชการ')})?", _CENTRAL, ""),
        (
            rf"(?:ทุก)?กระทรวง(?:[ /]?ทบวง)?[ /]?(?:และ)?(?:ทุก)?กรม(?: ?{_all('กระทรวง', 'กรม')})?",
            _CENTRAL,
            "",
        ),
        (rf"(?:รัฐมนตรีว่าการ|ปลัด)?(?:ทุก)?กระทรวง(?: ?{_all('กระทรวง')})?", (Kind.MINISTRY,), ""),
        (rf"(?:อธิบดี(?: ?{_all('กรม')})?|(?:อธิบดี)?(?:ทุก)?กรม(?: ?{_all('กรม')})?)", (Kind.DEPARTMENT,), ""),
        (rf"(?:ผู้ว่าราชการ(?:ทุก)?)?จังหวัด(?: ?{_all('จังหวัด')})?", (Kind.PROVINCE,), ""),
        (r"(?:ผู้ว่าราชการ)?ทุกจังหวัด", (Kind.PROVINCE,), ""),
        (rf"(?:หัวหน้า|ผู้บริหาร)?รัฐวิสาหกิจ(?: ?{_ALL})?", (Kind.STATE_ENTERPRISE,), ""),
        (rf"(?:ผู้อำนวยการ)?องค์การมหาชน(?: ?{_ALL})?", (Kind.PUBLIC_ORGANISATION,), ""),
        (rf"(?:ผู้บริหาร)?(?:องค์กรปกครองส่วนท้องถิ่น|อปท\.?)(?: ?{_ALL})?", (Kind.LOCAL,), ""),
        (
            rf"(?:นายก ?)?(?:อบจ\.?|องค์การบริหารส่วนจังหวัด) ?{_ALL}",
            (Kind.LOCAL,),
            "องค์การบริหารส่วนจังหวัด",
        ),
        (rf"(?:นายก ?)?(?:อบต\.?|องค์การบริหารส่วนตำบล) ?{_ALL}", (Kind.LOCAL,), "องค์การบริหารส่วนตำบล"),
        *(
            (rf"(?:นายก)?เทศ(?:บาล|มนตรี){size} ?{_ALL}", (Kind.LOCAL,), f"เทศบาล{size}")
            for size in ("", "นคร", "เมือง", "ตำบล")
        ),
        (rf"องค์กรอิสระ(?:ตามรัฐธรรมนูญ)?(?: ?{_ALL})?", (Kind.INDEPENDENT,), ""),
    )
)


def group_of(words: str) -> QuerySet[Organisation] | None:
    """The bodies of today that a group stands for; None where the words are no group. `words`: normalised."""
    for pattern, kinds, name in _GROUPS:
        if pattern.fullmatch(words):
            return _existing().filter(kind__in=kinds, name_th__startswith=name)
    return None


def _existing() -> QuerySet[Organisation]:
    today = timezone.localdate()
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    standing = Q(valid_to=None) | Q(valid_to__gte=today)
    return Organisation.objects.filter(begun, standing).select_related("successor")

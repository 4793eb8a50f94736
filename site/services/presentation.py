"""How guides and centres are put into words for readers: fees, durations, opening hours, dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.bilingual import in_reader_language, phrase, spaced
from search.thai.dates import format_thai
from services.choices import FeeKind, Weekday
from services.distances import Distance
from services.opening import Status

if TYPE_CHECKING:
    from services.guides import ServicePage

PERCENT = "ร้อยละ"
BAHT = "บาท"


def date_text(date: datetime.date) -> str:
    """The date in the reader's language, with the Buddhist year in Thai."""
    return format_date(date, "j F Y") if get_language() == "en" else format_thai(date)


def amount_text(amount: Decimal) -> str:
    """ "1,000", "0.5": grouped by thousands, no needless zeros."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount.normalize():,f}"


def fee_text(fee: Any) -> str:
    """What one item of the fees costs, e.g. "20 บาท", "ร้อยละ 2 ของราคาประเมิน", "คิดตามเงื่อนไข"."""
    kind, amount, unit = fee["kind"], fee["amount"], (fee["unit"] or "").strip()
    if kind == FeeKind.NONE:
        return _("ไม่มีค่าธรรมเนียม")
    if kind == FeeKind.FORMULA:
        return in_reader_language(fee["note"] or "", "") or _("คิดตามสูตร")
    if not amount:
        return _("คิดตามเงื่อนไข")
    if unit.startswith(PERCENT):
        of_what = in_reader_language(unit.removeprefix(PERCENT).strip(), "")
        return spaced(in_reader_language(PERCENT, ""), amount_text(amount), of_what)
    return spaced(amount_text(amount), _("บาท") if unit == BAHT else in_reader_language(unit, ""))


def fee_summary(page: ServicePage) -> str:
    """All fees of a guide in a few words, for the first screen and for lists; empty where none are stated.

    Items may be alternatives or add up, which the data does not say; so several are counted, with
    what one of them costs: a range of what is paid would leave out what adds up.
    """
    fees = [row.value for row in page.fees]
    if not fees:
        return ""
    charged = [fee for fee in fees if fee["kind"] != FeeKind.NONE]
    if not charged:
        return _("ไม่มีค่าธรรมเนียม")
    if len(charged) == 1:
        return fee_text(charged[0])
    amounts = [
        fee["amount"]
        for fee in charged
        if fee["amount"] and (fee["unit"] or "").startswith(BAHT) and fee["kind"] != FeeKind.FORMULA
    ]
    if len(amounts) == len(charged):
        least, most = min(amounts), max(amounts)
        if least == most:
            return _("%(count)s รายการ รายการละ %(amount)s บาท") % {
                "count": len(charged),
                "amount": amount_text(least),
            }
        return _("%(count)s รายการ รายการละ %(least)s – %(most)s บาท") % {
            "count": len(charged),
            "least": amount_text(least),
            "most": amount_text(most),
        }
    return _("คิดตามรายการและเงื่อนไข")


def days_text(days: Iterable[str]) -> str:
    """Days of the week in words; a run of three or more is given by its ends."""
    numbers = sorted({int(day) for day in days})
    if len(numbers) == len(Weekday.choices):
        return _("ทุกวัน")
    names = {int(value): str(label) for value, label in Weekday.choices}
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{names[run[0]]} – {names[run[-1]]}")
        else:
            parts += [names[number] for number in run]
    return " ".join(parts)


def hours_text(opens: datetime.time, closes: datetime.time) -> str:
    """ "08.30 – 16.30 น.", as Thai notices write it; a closing time before the opening is the next day's."""
    text = _("%(opens)s – %(closes)s น.") % {
        "opens": opens.strftime("%H.%M"),
        "closes": closes.strftime("%H.%M"),
    }
    return text if closes > opens else _("%s (วันถัดไป)") % text


def status_text(status: Status, now: datetime.datetime) -> str:
    """ "เปิดอยู่ ปิดเวลา 16.30 น.", "ปิดอยู่ เปิดวันจันทร์ที่ 4 มกราคม 2570 เวลา 08.30 น."."""
    if status.changes is None:
        return _("ปิดอยู่") if not status.is_open else _("เปิดอยู่")
    time = status.changes.strftime("%H.%M")
    if status.is_open:
        return _("เปิดอยู่ ปิดเวลา %s น.") % time
    if status.changes.date() == now.date():
        return _("ปิดอยู่ เปิดวันนี้เวลา %s น.") % time
    values = {
        "weekday": Weekday(str(status.changes.weekday())).label,
        "date": date_text(status.changes.date()),
        "time": time,
    }
    if status.holiday:
        return _("วันนี้ปิดเพราะเป็นวันหยุดราชการ เปิด%(weekday)sที่ %(date)s เวลา %(time)s น.") % values
    return _("ปิดอยู่ เปิด%(weekday)sที่ %(date)s เวลา %(time)s น.") % values


def distance_text(distance: Distance) -> str:
    """ "ห่าง 3.4 กม.", "ห่าง 1,042 กม."; empty where a centre of the district itself has no coordinates."""
    spot = distance.spot
    if spot is None:
        return _("ยังไม่ทราบว่าอยู่ห่างเท่าใด")
    if distance.is_inside and not spot.is_exact:
        return ""
    away = distance.kilometres
    amount = f"{max(away, 0.1):.1f}" if round(away, 1) < 10 else f"{away:,.0f}"
    return _("ห่าง %(amount)s กม.") % {"amount": amount}


def spot_text(distance: Distance) -> str:
    """What is measured to, where that is not plain: "อยู่ในอำเภอปัว", "วัดถึงจุดกึ่งกลางอำเภอปัว", and of a mobile
    unit "ออกหน่วยที่อำเภอปัว 9 ธันวาคม 2569"; else empty."""
    spot = distance.spot
    if spot is None or spot.district is None:
        return ""
    district = spot.district.display_name
    if spot.on:
        return phrase(_("ออกหน่วยที่%(district)s %(day)s"), district=district, day=date_text(spot.on))
    if distance.is_inside:
        return phrase(_("อยู่ใน%(district)s"), district=district)
    return "" if spot.is_exact else phrase(_("วัดถึงจุดกึ่งกลาง%(district)s"), district=district)

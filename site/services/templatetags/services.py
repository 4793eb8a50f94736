"""Template filters and tags of services; `life_events` serves other rooms' pages too."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.thai import digits
from search.thai.numerals import to_arabic
from services import directory, districts
from services.centres import CentrePage
from services.choices import ChannelType
from services.distances import Distance
from services.life_event_pages import with_services
from services.models import LifeEvent
from services.opening import Status
from services.presentation import distance_text, spot_text, status_text

register = template.Library()


@register.filter
def dialled(phone: str) -> str:
    """The first number in a text as a telephone link wants it: digits, with a leading plus if there is one.

    >>> dialled("๐ ๒๐๐๐ ๐๑๐๑ ต่อ ๑๒")
    '020000101'
    """
    first = to_arabic(phone).replace("–", "-").partition("ต่อ")[0].partition(",")[0].strip()
    digits = "".join(character for character in first if character.isdigit())
    return f"+{digits}" if first.startswith("+") else digits


@register.filter
def channel_label(value: str) -> str:
    """The name of a channel's type."""
    return str(ChannelType(value).label) if value in ChannelType.values else ""


@register.filter
def plain_number(value: Decimal) -> str:
    """A number as machines read it, without grouping and with a point."""
    return f"{value:f}"


@register.simple_tag
def life_events() -> list[LifeEvent]:
    """The life events that have public guides, each with `count` and `url`; one query."""
    return with_services()


@register.inclusion_tag("components/tag.html")
def opening_tag(status: Status, now: datetime.datetime) -> dict[str, str]:
    """Whether a centre is open, as a tag; where holidays of the year are not registered it says so."""
    text = digits(status_text(status, now))
    if not status.certain:
        text = _("%s (ยังไม่ทราบวันหยุดของปีนี้)") % text
    return {"text": text, "tone": "success" if status.is_open else ""}


@register.inclusion_tag("services/distance.html")
def centre_distance(distance: Distance) -> dict[str, Any]:
    """How far a centre is from the middle of a district, and what is measured to."""
    return {
        "amount": digits(distance_text(distance)),
        "spot": digits(spot_text(distance)),
        "origin": distance.origin,
        "is_known": distance.spot is not None,
    }


@register.simple_tag
def near_query(centre: CentrePage) -> str:
    """What the list of centres is asked for by those near to one, "?" first; empty without a province."""
    if centre.province is None:
        return ""
    code = centre.province.code
    district = districts.named(centre.district, code)
    return directory.Choice(near=code, district=district.code if district else "").query

"""Opening times and stops of mobile units as calendars for other programs (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from services.holidays import Holiday
from services.models import CentrePage
from services.opening import span
from services.reading import hours_of
from services.stops import span_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
KEPT_PAST = datetime.timedelta(days=31)
"""Stops that are over stay so long, so that a calendar that looks rarely can still mark them as past."""
AGAIN_AFTER = datetime.timedelta(hours=12)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = datetime.timedelta(days=1)


def calendar_of(name: str, centres: Iterable[CentrePage], now: datetime.datetime) -> bytes:
    """One calendar of all stops and all weekly opening times of some centres, as it is at a moment.

    Events keep their UID as long as they stand in the schedule, so that a subscribed calendar moves an event
    instead of doubling it. What a centre closes for holidays is left out of its weeks, as far as the register
    of holidays reaches.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//Ruam//centres//TH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", timezone.get_current_timezone_name())
    made.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    days_off = list(Holiday.objects.filter(date__gte=now.date()).values_list("date", flat=True))
    for centre in centres:
        for event in (*_stops(centre, now), *_weeks(centre, now, days_off)):
            made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(centre: CentrePage, uid: str, summary: str, starts: Any, ends: Any) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", centre.last_published_at or centre.latest_revision_created_at)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", summary)
    if address := centre.full_url:
        event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _stops(centre: CentrePage, now: datetime.datetime) -> Iterator[icalendar.Event]:
    """Each stop of a mobile unit; one that ends before it begins ends on the next day."""
    for row in centre.schedule:
        value = row.value
        if value["date"] < (now - KEPT_PAST).date():
            continue
        starts, ends = span_of(value, now.tzinfo)
        place = " ".join(part for part in (value["place"], value["district"], value["province"]) if part)
        event = _event(
            centre, f"{row.id}@{centre.slug}", f"{centre.display_title}: {value['place']}", starts, ends
        )
        event.add("location", place)
        if value["note"]:
            event.add("description", value["note"])
        yield event


def _weeks(
    centre: CentrePage, now: datetime.datetime, days_off: list[datetime.date]
) -> Iterator[icalendar.Event]:
    """The opening times as events that come again every week."""
    for row, hours in zip(centre.opening_hours, hours_of(centre), strict=True):
        if not hours.days:
            continue
        first = next(day for ahead in range(7) if (day := now.date() + _DAY * ahead).weekday() in hours.days)
        starts, ends = span(first, hours.opens, hours.closes, now.tzinfo)
        summary = _("เปิดทำการ %s") % centre.display_title
        event = _event(centre, f"{row.id}@{centre.slug}", summary, starts, ends)
        event.add("rrule", {"freq": "weekly", "byday": [_DAYS[day] for day in sorted(hours.days)]})
        if centre.address:
            event.add("location", " ".join(filter(None, (centre.address, centre.district))))
        if centre.latitude is not None and centre.longitude is not None:
            event.add("geo", (float(centre.latitude), float(centre.longitude)))
        if row.value["note"]:
            event.add("description", row.value["note"])
        if centre.closed_on_holidays:
            closed = [day for day in days_off if day.weekday() in hours.days and day >= first]
            if closed:
                event.add(
                    "exdate", [datetime.datetime.combine(day, hours.opens, now.tzinfo) for day in closed]
                )
        yield event

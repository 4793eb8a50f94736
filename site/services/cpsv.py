"""A guide as CPSV-AP 3.2 (Core Public Service Vocabulary, European Commission) in JSON-LD.

Words of the vocabulary: https://semiceu.github.io/CPSV-AP/releases/3.2.0/. What the guide does
not say is left out.
"""

from __future__ import annotations

import datetime
from typing import Any

from services.choices import FeeKind
from services.durations import Duration, Unit
from services.guide_checks import duration_text
from services.guides import ServicePage, as_duration
from services.linked_data import without_empty
from services.local_guides import LocalGuidePage
from services.presentation import BAHT, fee_text

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_THAILAND = "http://publications.europa.eu/resource/authority/country/THA"
_THAI = "http://publications.europa.eu/resource/authority/language/THA"
_SMALLER = {Unit.DAY: (Unit.HOUR, 24), Unit.HOUR: (Unit.MINUTE, 60)}
_IDENTITY = "เอกสารยืนยันตัวตนที่ออกโดยหน่วยงานของรัฐ"
_OTHER = "เอกสารอื่น"
_FORM = "แบบฟอร์ม"
_ISO_UNITS = {Unit.MINUTE: "PT{}M", Unit.HOUR: "PT{}H", Unit.DAY: "P{}D", Unit.MONTH: "P{}M"}


def of_service(page: ServicePage, local: LocalGuidePage | None = None) -> dict[str, Any]:
    """The guide, or with `local` a local variant of it, as a cpsv:PublicService, ready for JSON."""
    address = (local or page).full_url
    areas = [local.organisation] if local else list(page.areas.all())
    total = page.total_duration
    found: dict[str, Any] = without_empty(
        {
            "@context": CONTEXT,
            "@id": address,
            "@type": "cpsv:PublicService",
            "dct:identifier": f"{page.slug}/{local.organisation.code}" if local else page.slug,
            "dct:relation": {"@id": page.full_url} if local else None,
            "dct:title": _in_languages(page.title, page.title_en),
            "dct:description": _thai(page.summary),
            "dct:language": {"@id": _THAI},
            "dct:spatial": [_place(area) for area in areas] or {"@id": _THAILAND},
            "dct:type": _thai(str(page.get_process_type_display())) if page.process_type else None,
            "dct:audience": _thai(str(page.get_audience_display())),
            "dct:modified": _date(page.last_reviewed),
            "foaf:page": {"@id": address},
            "cv:processingTime": _processing_time(total),
            "dct:temporal": _period(page.valid_from, page.valid_to),
            "cv:hasCompetentAuthority": (
                [_authority(page.organisation), _authority(local.organisation, local.unit)]
                if local
                else _authority(page.organisation)
            ),
            "cv:contactPoint": [_complaint(row.value) for row in page.complaint_channels],
            "cv:isGroupedBy": [
                {
                    "@type": "cv:Event",
                    "dct:identifier": event.slug,
                    "dct:title": _in_languages(event.name, event.name_en),
                }
                for event in page.life_events.all()
            ],
            "cv:holdsRequirement": [
                {"@type": "cv:Requirement", "dct:title": _thai(str(row.value))} for row in page.criteria
            ],
            # The vocabulary has a participating agency point at the service
            "@reverse": {"cv:participates": [_authority(partner) for partner in page.partners.all()]},
            "cpsv:hasInput": [
                *(_evidence(row.value, _IDENTITY) for row in page.identity_documents),
                *(_evidence(row.value, _OTHER) for row in page.other_documents),
                *(_form(row.value) for row in page.forms),
            ],
            "cpsv:produces": {"@type": "cpsv:Output", "dct:title": _thai(page.result)}
            if page.result
            else None,
            "cpsv:follows": _rule(page, total),
            "cv:hasCost": [_cost(row.value) for row in page.fees],
            "cv:hasChannel": [_channel(row.value) for row in page.channels],
            "cv:hasLegalResource": [_law(row.value) for row in page.legal_basis],
        }
    )
    return found


def _place(area: Any) -> dict[str, Any]:
    return {
        "@type": "dct:Location",
        "dct:identifier": area.code,
        "skos:prefLabel": _in_languages(area.name_th, area.name_en),
    }


def _authority(organisation: Any, unit: str = "") -> dict[str, Any]:
    return {
        "@type": "cv:PublicOrganisation",
        "dct:identifier": organisation.code,
        "skos:prefLabel": _in_languages(organisation.name_th, organisation.name_en),
        "dct:description": _thai(unit),
        "dct:spatial": {"@id": _THAILAND},
    }


def _complaint(value: Any) -> dict[str, Any]:
    return {
        "@type": "cv:ContactPoint",
        "dct:title": _thai(value["name"]),
        "cv:telephone": value["phone"],
        "cv:contactPage": {"@id": value["url"]} if value["url"] else None,
        "dct:type": value["kind"],
    }


def _thai(text: str) -> Any:
    return {"@language": "th", "@value": text} if text else None


def _in_languages(thai: str, english: str) -> list[Any]:
    return [_thai(thai), {"@language": "en", "@value": english} if english else None]


def _processing_time(total: Duration | None) -> Any:
    """An xsd:duration; None for working days, for which the standard has no unit."""
    if total is None:
        return None
    value, unit = total.value, total.unit
    while value != value.to_integral_value() and unit in _SMALLER:
        unit, times = _SMALLER[unit]
        value *= times
    if unit not in _ISO_UNITS or value != value.to_integral_value():
        return None
    return {"@type": "xsd:duration", "@value": _ISO_UNITS[unit].format(int(value))}


def _period(start: Any, end: Any) -> Any:
    if start is None and end is None:
        return None
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _date(start),
        "dcat:endDate": _date(end),
    }


def _date(day: datetime.date | None) -> Any:
    return {"@type": "xsd:date", "@value": day.isoformat()} if day else None


def _rule(page: ServicePage, total: Duration | None) -> Any:
    steps = "\n".join(f"{number}. {_step(row.value)}" for number, row in enumerate(page.steps, 1))
    title = "ขั้นตอน" + (f" รวมไม่เกิน {duration_text(total)}" if total else "")
    return (
        {"@type": "cpsv:Rule", "dct:title": _thai(title), "dct:description": _thai(steps)} if steps else None
    )


def _step(value: Any) -> str:
    """What is done, in how long and by whom."""
    duration = as_duration(value["value"], value["unit"])
    stated = (f"ไม่เกิน {duration_text(duration)}" if duration else "", value["responsible_unit"])
    more = ", ".join(part for part in stated if part)
    return f"{value['type']}: {value['detail']}" + (f" ({more})" if more else "")


def _evidence(value: Any, kind: str) -> dict[str, Any]:
    """A document: how many of it, when it is needed and what else is to be known."""
    number = [
        f"{words} {value[key]} {value['unit']}"
        for key, words in (("originals", "ฉบับจริง"), ("copies", "สำเนา"))
        if value[key]
    ]
    return {
        "@type": "cv:Evidence",
        "dct:type": _thai(kind),
        "dct:title": _thai(value["name"]),
        "dct:description": _thai(" · ".join(filter(None, (*number, value["condition"], value["note"])))),
        "dct:publisher": _thai(value["issuer"]),
    }


def _form(value: Any) -> dict[str, Any]:
    """A form to hand in; its address where it stands on the web, not that of a file of the site, which asks
    who may have it."""
    return {
        "@type": "cv:Evidence",
        "dct:type": _thai(_FORM),
        "dct:title": _thai(value["name"]),
        "foaf:page": {"@id": value["url"]} if value["url"] else None,
    }


def _cost(value: Any) -> dict[str, Any]:
    cost: dict[str, Any] = {
        "@type": "cv:Cost",
        "dct:title": _thai(value["item"]),
        "dct:description": _thai(" ".join(filter(None, (fee_text(value), value["note"])))),
    }
    if value["kind"] == FeeKind.NONE:
        return cost | {"cv:value": "0", "cv:currency": "THB"}
    if value["amount"] and value["unit"] == BAHT:
        return cost | {"cv:value": str(value["amount"]), "cv:currency": "THB"}
    return cost


def _channel(value: Any) -> dict[str, Any]:
    return {
        "@type": "cv:Channel",
        "dct:type": value["type"],
        "dct:title": _thai(value["name"]),
        "dct:description": _thai(" ".join(filter(None, (value["hours"], value["downtime"], value["note"])))),
        "foaf:page": {"@id": value["url"]} if value["url"] else None,
        "cv:contactPoint": (
            {"@type": "cv:ContactPoint", "cv:telephone": value["phone"]} if value["phone"] else None
        ),
    }


def _law(value: Any) -> dict[str, Any]:
    law: dict[str, Any] = {
        "@type": "eli:LegalResource",
        "dct:title": _thai(" ".join(filter(None, (value["title"], value["sections"])))),
    }
    law["dct:temporal"] = _period(value["valid_from"], value["valid_to"])
    return law | ({"@id": value["url"]} if value["url"] else {})

"""Guides and centres as schema.org data for other systems (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from core.scripts import as_script_content
from organisations.models import Organisation
from services.centres import CentrePage
from services.choices import ChannelType, FeeKind, Weekday
from services.guides import ServicePage
from services.local_guides import LocalGuidePage

CONTEXT = "https://schema.org"
BAHT = "บาท"
_DAYS = dict(
    zip(
        Weekday.values,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


def of_service(
    page: ServicePage, areas: Iterable[Organisation] = (), local: LocalGuidePage | None = None
) -> SafeString:
    """A guide as a GovernmentService in its areas, none for the whole country; a local variant as that of its
    place, related to the central guide. No query."""
    address = (local or page).full_url
    data = {
        "@context": CONTEXT,
        "@type": "GovernmentService",
        "@id": address,
        "url": address,
        "name": page.title,
        "alternateName": page.title_en,
        "description": page.summary,
        "inLanguage": "th",
        "serviceType": str(page.get_process_type_display()) if page.process_type else "",
        "provider": _organisation(page.organisation),
        "serviceOutput": {"@type": "Thing", "name": page.result} if page.result else None,
        "audience": {"@type": "Audience", "audienceType": str(page.get_audience_display())},
        "areaServed": _areas([local.organisation] if local else areas),
        "serviceOperator": _organisation(local.organisation) if local else None,
        "isRelatedTo": {"@type": "GovernmentService", "@id": page.full_url} if local else None,
        "availableChannel": [_channel(row.value) for row in page.channels],
        "offers": [_offer(row.value) for row in page.fees],
    }
    return as_script_content(without_empty(data))


def of_centre(page: CentrePage) -> SafeString:
    """A centre as a GovernmentOffice; a mobile unit has no address."""
    data = {
        "@context": CONTEXT,
        "@type": "GovernmentOffice",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "alternateName": page.title_en,
        "description": page.summary,
        "parentOrganization": _organisation(page.organisation),
        "telephone": page.phone,
        "email": page.email,
        "address": _address(page) if page.address else None,
        "geo": (
            {
                "@type": "GeoCoordinates",
                "latitude": float(page.latitude),
                "longitude": float(page.longitude),
            }
            if page.latitude is not None and page.longitude is not None
            else None
        ),
        "openingHoursSpecification": [_hours(row.value) for row in page.opening_hours],
    }
    return as_script_content(without_empty(data))


def without_empty(value: Any) -> Any:
    """The same data without what is empty, at every depth."""
    if isinstance(value, dict):
        kept = {key: without_empty(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_empty(part) for part in value]
    return value


def _areas(areas: Iterable[Organisation]) -> Any:
    named = [{"@type": "AdministrativeArea", "name": area.name_th} for area in areas]
    return named or {"@type": "Country", "name": "ประเทศไทย"}


def _organisation(organisation: Any) -> dict[str, Any]:
    return {
        "@type": "GovernmentOrganization",
        "name": organisation.name_th,
        "alternateName": organisation.name_en,
    }


def _channel(value: Any) -> dict[str, Any]:
    channel = {"@type": "ServiceChannel", "name": value["name"], "serviceUrl": value["url"]}
    if value["hours"] or value["downtime"]:
        channel["description"] = " ".join(filter(None, (value["hours"], value["downtime"])))
    if value["phone"]:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": value["phone"]}
    if value["type"] not in (ChannelType.ONLINE, ChannelType.TELEPHONE, ChannelType.POST):
        channel["serviceLocation"] = {"@type": "Place", "name": value["name"]}
    return channel


def _offer(value: Any) -> dict[str, Any]:
    offer = {"@type": "Offer", "name": value["item"], "description": value["note"]}
    if value["kind"] == FeeKind.NONE:
        return offer | {"price": "0", "priceCurrency": "THB"}
    if value["amount"] and value["unit"] == BAHT:
        return offer | {"price": str(value["amount"]), "priceCurrency": "THB"}
    return offer


def _address(page: CentrePage) -> dict[str, Any]:
    return {
        "@type": "PostalAddress",
        "streetAddress": page.address,
        "addressLocality": page.district,
        "addressRegion": page.province.name_th if page.province else "",
        "postalCode": page.postcode,
        "addressCountry": "TH",
    }


def _hours(value: Any) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[day] for day in value["days"]],
        "opens": value["opens"].strftime("%H:%M"),
        "closes": value["closes"].strftime("%H:%M"),
    }

"""A letter as the object that `import_letters --json` prints: always with every key."""

from __future__ import annotations

from typing import Any

from circulars.letters.types import Citation, ParsedLetter


def as_record(letter: ParsedLetter) -> dict[str, Any]:
    """What the letter says, as plain values for JSON. Without file, action, url and error."""
    number, date, signatory = letter.number, letter.date, letter.signatory
    return {
        "kind": letter.kind,
        "is_circular": letter.is_circular,
        "number": {
            "raw": number.raw,
            "prefix": number.prefix,
            "subagency": number.subagency,
            "unit_code": number.unit_code,
            "circular": number.circular,
            "running": number.running,
            "canonical": number.canonical,
            "status": number.status,
        },
        "speed": letter.speed,
        "secrecy": letter.secrecy,
        "issuer": letter.issuer,
        "issuer_address": list(letter.issuer_address),
        "owner_unit": letter.owner_unit,
        "phones": list(letter.phones),
        "fax": list(letter.fax),
        "date": {
            "raw": date.raw,
            "be": date.be,
            "iso": date.iso,
            "precision": date.precision,
            "status": date.status,
            "best_reading_be": date.best_reading_be,
        },
        "subject": letter.subject,
        "salutation": letter.salutation,
        "purpose_line": letter.purpose_line,
        "closing": letter.closing,
        "addressees": [{"raw": name} for name in letter.addressees],
        "references": [{"type": item.type, **_citation(item)} for item in letter.references],
        "enclosures": [
            {
                "n": item.n,
                "raw": item.raw,
                "quantity": item.quantity,
                "unit": item.unit,
                "cites_letter": _cited(item.cites_letter) if item.cites_letter else None,
            }
            for item in letter.enclosures
        ],
        "signatory": {
            "name": signatory.name,
            "best_reading": signatory.best_reading,
            "position": signatory.position,
            "acting_type": signatory.acting_type,
            "acting_for": signatory.acting_for,
        }
        if signatory
        else None,
        "publishable": letter.publishable,
        "flags": [
            {
                "code": flag.code,
                "severity": flag.severity,
                "field": flag.field,
                "message": flag.message,
                "related": flag.related,
            }
            for flag in letter.flags
        ],
    }


def _citation(item: Citation) -> dict[str, Any]:
    return {"raw": item.raw, **_cited(item)}


def _cited(item: Citation) -> dict[str, Any]:
    return {
        "number_canonical": item.number_canonical,
        "date_be": item.date_be,
        "target": item.target,
        "match": item.match,
        "mismatches": list(item.mismatches),
    }

"""Which organisations the words of letters name, asked for many letters at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from circulars.letters import ParsedLetter
from organisations.models import Organisation, OrganisationName
from search.thai.normalise import normalise

_OFFICE = re.compile(r"^(?:รองปลัด|รองอธิบดี|ปลัด|อธิบดี|รัฐมนตรีว่าการ|ผู้ว่าราชการ|ผู้ว่าการ|ผู้อำนวยการ|เลขาธิการ)(?=\S)")


class Bodies:
    """The organisations that some letters name: as issuers, as addressees, by the prefix of their numbers.

    `others`: further words that are to be asked for.
    """

    def __init__(self, letters: Iterable[ParsedLetter], others: Iterable[str] = ()) -> None:
        letters = list(letters)
        words = {*others} | {
            word for letter in letters for word in (letter.issuer or "", *letter.addressees) if word
        }
        names = sorted({name for word in words for name in _names_in(word)})
        self._now: dict[str, set[int]] = defaultdict(set)
        self._ever: dict[str, set[int]] = defaultdict(set)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            for name, pk in Organisation.objects.filter(name_th__in=some).values_list("name_th", "pk"):
                self._now[name].add(pk)
            rows = OrganisationName.objects.filter(name__in=some).values_list("name", "organisation")
            for name, pk in rows:
                self._ever[name].add(pk)
        prefixes = {letter.number.prefix for letter in letters if letter.number.prefix}
        self._units: dict[tuple[str, str], list[int]] = defaultdict(list)
        bodies = Organisation.objects.filter(letter_prefix__in=prefixes)
        for prefix, unit, pk in bodies.values_list("letter_prefix", "letter_unit", "pk"):
            self._units[prefix, unit].append(pk)

    def named(self, words: str) -> int | None:
        """Key of the organisation named, by itself or by its head ("ปลัดกระทรวงคมนาคม"); None if unsure."""
        for known in (self._now, self._ever):
            found = {pk for name in _names_in(words) for pk in known.get(name, ())}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def issuer_of(self, letter: ParsedLetter) -> int | None:
        """Key of who sent the letter: by the name at its head, else by prefix and unit of its number.

        Local governments write the prefix of their province before a code of their own (อด 52002): such a
        letter is not the province's, and its people do not follow it.
        """
        named = self.named(letter.issuer) if letter.issuer else None
        prefix = letter.number.prefix
        if named is not None or not prefix or _LOCAL.match(letter.number.unit_code or ""):
            return named
        unit = (letter.number.unit_code or "")[:2]
        own = self._units.get((prefix, unit), []) if unit else []
        if len(own) == 1:
            return own[0]
        roots = self._units.get((prefix, ""), [])
        return roots[0] if len(roots) == 1 else None


_LOCAL = re.compile(r"[5-9]\d{4}(?!\d)")
"""A code of local governments: five digits, of which the first is no 0."""
_AT_ONCE = 400


def _names_in(words: str) -> set[str]:
    plain = " ".join(normalise(words).split())
    return {plain, _OFFICE.sub("", plain)}

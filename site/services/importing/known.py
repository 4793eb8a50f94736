"""What the records of one run refer to again and again, asked for once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from wagtail.models import Page

from organisations.models import Organisation, OrganisationFolder, OrganisationName
from services.addresses import find_folder
from services.importing import records
from services.life_events import LifeEvent, standard_life_events
from services.models import ServicePage


class Known:
    """Organisations, life events, sections and rights by what records call them.

    Good for as long as a transaction lasts: what others change meanwhile is not seen. What is not found, and
    what is made on the way, is asked for again.
    """

    def __init__(self) -> None:
        self._found: dict[Any, Any] = {}
        self._made: set[str] = set()
        self._guides: dict[str, ServicePage | None] = {}
        self._folders: dict[tuple[int, int], OrganisationFolder] = {}

    def organisation(self, code: str) -> Organisation | None:
        """The organisation of a code."""
        return self._once(("code", code), lambda: records.organisation_with(code))

    def organisation_named(self, name: str) -> Organisation | None:
        """The only organisation of that name, or whose name begins with it and goes on in brackets."""
        return self._once(("name", name), lambda: _named(name)) if name else None

    def life_event(self, name: str) -> LifeEvent | None:
        """The life event of a name; a standard one is made at its first use."""
        if name not in self._made:
            found = self._once(("event", name), lambda: LifeEvent.objects.filter(name=name).first())
        else:  # perhaps it was taken back with the record that it was made for
            found = LifeEvent.objects.filter(name=name).first()
        if found is None and name in standard_life_events():
            self._made.add(name)
            found = LifeEvent.objects.create(**standard_life_events()[name])
        return found

    def note(self, slug: str, guide: ServicePage | None) -> None:
        """Remember what stands under a slug until it is asked for, which is done once."""
        self._guides = {slug: guide}

    def guide(self, slug: str) -> ServicePage | None:
        """The guide with a slug."""
        if slug in self._guides:
            return self._guides.pop(slug)
        return ServicePage.objects.filter(slug=slug).first()

    def section(self, model: type[Page], name: str) -> Page:
        """The section's index page. Raises RecordError where the site's tree is not built yet."""
        page: Page = self._once(("section", model), lambda: records.section_page(model, name))
        return page

    def folder(self, section: Page, organisation: Organisation) -> OrganisationFolder | None:
        """The organisation's folder in a section, None where there is none yet.

        Kept is one that has pages: its first page is placed by what the database says at that moment.
        """
        key = (section.pk, organisation.pk)
        folder = self._folders.get(key) or find_folder(section, organisation)
        if folder is not None and folder.numchild:
            self._folders[key] = folder
        return folder

    def forget_folders(self) -> None:
        """A page has moved: folders have other pages than they had."""
        self._folders.clear()

    def may_publish(self, user: AbstractUser | None, organisation: Organisation, name: str) -> bool:
        """As `records.may_publish`. Raises RecordError."""
        key = ("right", user and user.pk, organisation.pk)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = records.may_publish(user, organisation, name)
        return bool(found)

    def _once(self, key: Any, ask: Any) -> Any:
        if key not in self._found:
            found = ask()
            if found is None:
                return None
            self._found[key] = found
        return self._found[key]


def _named(name: str) -> Organisation | None:
    by_name = Organisation.objects.filter(name_th=name)
    by_other_name = Organisation.objects.filter(
        pk__in=OrganisationName.objects.filter(name=name).values("organisation")
    )
    by_beginning = Organisation.objects.filter(name_th__startswith=f"{name} (")
    for candidates in (by_name, by_other_name, by_beginning):
        found = list(candidates[:2])
        if len(found) == 1:
            return found[0]
    return None

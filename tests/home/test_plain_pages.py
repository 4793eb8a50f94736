"""The plain pages and the menus that every site begins with."""

from __future__ import annotations

import pytest
from django.test import Client

from home.models import HomePage, MenuItem, PlainPage
from home.tree import build_site, serve_at

pytestmark = pytest.mark.django_db

PAGES = ["about", "privacy", "accessibility", "contact"]


@pytest.mark.parametrize("slug", PAGES)
def test_the_page_is_there_in_both_languages_and_in_the_footer(
    client: Client, home: HomePage, slug: str
) -> None:
    page = PlainPage.objects.get(slug=slug)
    thai = client.get(f"/{slug}/").content.decode()
    english = client.get(f"/en/{slug}/").content.decode()

    assert page.title in thai
    assert page.introduction in thai
    assert page.title_en in english
    assert page.introduction_en in english
    assert page.introduction not in english
    assert f'<li><a href="/{slug}/">' in client.get("/").content.decode()


def test_headings_follow_the_title_without_a_gap(client: Client, home: HomePage) -> None:
    page = client.get("/about/").content.decode()
    assert '<h2 class="block-heading">' in page
    assert '<h3 class="block-heading">' not in page


def test_what_an_editor_changed_or_moved_stays(home: HomePage) -> None:
    about = PlainPage.objects.get(slug="about")
    about.title = "เปลี่ยนแล้ว"
    about.save_revision().publish()
    MenuItem.objects.filter(page=about).delete()

    build_site()

    assert PlainPage.objects.get(slug="about").title == "เปลี่ยนแล้ว"
    assert not MenuItem.objects.filter(page=about).exists()
    assert PlainPage.objects.count() == len(PAGES)


def test_a_page_that_is_not_public_leaves_the_menus(client: Client, home: HomePage) -> None:
    assert 'href="/organisations/"' in client.get("/about/").content.decode()

    MenuItem.objects.get(page__slug="organisations").page.specific.unpublish()

    assert 'href="/organisations/"' not in client.get("/about/").content.decode()


def test_the_section_being_read_is_marked(client: Client, home: HomePage) -> None:
    assert 'href="/organisations/" aria-current="page"' in client.get("/organisations/").content.decode()
    assert "aria-current" not in client.get("/about/").content.decode()


def test_absolute_links_name_the_address_at_which_the_site_is_served(client: Client, home: HomePage) -> None:
    serve_at("127.0.0.1", 8123)

    assert PlainPage.objects.get(slug="about").full_url == "http://127.0.0.1:8123/about/"
    sitemap = client.get("/sitemap.xml", headers={"host": "127.0.0.1:8123"}).content.decode()
    assert "http://127.0.0.1:8123/about/" in sitemap
    assert "http://localhost/" not in sitemap


def test_the_way_to_a_page_is_named_in_the_readers_language(client: Client, home: HomePage) -> None:
    about = PlainPage.objects.get(slug="about")
    above = about.add_child(instance=PlainPage(title="หน้าที่หนึ่ง", title_en="Part one", slug="one", live=True))
    above.add_child(instance=PlainPage(title="หน้าย่อย", slug="below", live=True))

    def way(address: str) -> str:
        return client.get(address).content.decode().partition("breadcrumbs__list")[2].partition("</ol>")[0]

    english = way("/en/about/one/below/")
    assert "Part one" in english
    assert "หน้าที่หนึ่ง" not in english
    assert "หน้าที่หนึ่ง" in way("/about/one/below/")
    PlainPage.objects.filter(slug="one").update(title_en="")
    assert '<span lang="th">หน้าที่หนึ่ง</span>' in way("/en/about/one/below/")

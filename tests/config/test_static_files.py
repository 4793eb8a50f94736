"""What `collectstatic` gathers is what the site serves."""

from __future__ import annotations

from django.contrib.staticfiles import finders


def test_documentation_that_the_site_does_not_serve_is_not_among_its_files() -> None:
    assert finders.find("wagtailadmin/css/core.css")
    assert not finders.find("ninja/swagger-ui-bundle.js")
    assert not finders.find("ninja/redoc.standalone.js")

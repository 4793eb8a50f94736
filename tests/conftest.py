"""Fixtures that many rooms share."""

from __future__ import annotations

import pytest

from home.models import HomePage


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page of an otherwise empty site."""
    from home.tree import build_site

    build_site()
    return HomePage.objects.get()

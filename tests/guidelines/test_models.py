"""The section page of guidelines."""

from guidelines.models import GuidelineIndexPage
from home.models import HomePage


def test_the_site_has_one_list_of_guidelines(home: HomePage) -> None:
    assert GuidelineIndexPage.objects.get().get_url() == "/guidelines/"

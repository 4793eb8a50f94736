"""Every address of the site. What is not named here is a Wagtail page."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core import preferences
from finder import views
from home import serving, site_map
from organisations.people.accepting import Accept
from organisations.people.own_account import ConfirmEmail

urlpatterns: list[URLPattern | URLResolver] = [
    # Under /admin/ for its style and policy, before Wagtail's own addresses, which ask to sign in first
    path("admin/invitation/<str:secret>/", Accept.as_view(), name="invitation"),
    path("admin/email/<str:secret>/", ConfirmEmail.as_view(), name="confirm-email"),
    path("admin/reports/page-types-usage/", include("core.page_types_report")),
    path("admin/pages/<int:parent_page_id>/", include("core.explorer")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("finder.urls")),
]

if settings.RUAM_SERVE_MEDIA:
    urlpatterns += [
        # Never documents/: those are handed out by Wagtail's view, which asks who may see them.
        re_path(
            r"^media/(?P<path>(?:images|avatar_images)/.*)$", serve, {"document_root": settings.MEDIA_ROOT}
        ),
    ]

urlpatterns += i18n_patterns(
    path("preferences/", preferences.view, name="preferences"),
    path("search/", views.search, name="search"),
    path("sitemap/", site_map.view, name="site-map"),
    path("circulars/", include("circulars.urls")),
    path("services/", include("services.urls")),
    path("centres/", include("services.centre_urls")),
    path("organisations/", include("organisations.urls")),
    path("follow-up/", include("guidelines.followup.public_urls")),
    re_path(wagtail_urls.serve_pattern, serving.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

"""Addresses under /admin/people/."""

from __future__ import annotations

from django.urls import path

from organisations.people import views

app_name = "people"
urlpatterns = [
    path("", views.Organisations.as_view(), name="organisations"),
    path("<int:pk>/", views.People.as_view(), name="people"),
    path("<int:pk>/invite/", views.Invite.as_view(), name="invite"),
    path("<int:pk>/reminders/", views.Reminders.as_view(), name="reminders"),
    path("<int:pk>/invitations/<int:invitation_pk>/", views.OpenInvitation.as_view(), name="invitation"),
    path("<int:pk>/<int:user_pk>/", views.PersonScreen.as_view(), name="person"),
]

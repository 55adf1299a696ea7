"""Doors outside any organisation: the start page, choosing or making one, an invitation."""

from django.urls import path

from . import entry

urlpatterns = [
    path("", entry.start, name="start"),
    path("organisations/", entry.organizations, name="organizations"),
    path("organisations/new/", entry.new_organization, name="organization_new"),
    path("invitations/<str:secret>/", entry.invitation, name="invitation"),
    path("theme/", entry.theme, name="theme"),
]

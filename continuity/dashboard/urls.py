"""The start page, and what asks whether the app is well."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="start"),
]

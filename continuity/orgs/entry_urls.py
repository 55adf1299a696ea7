"""Doors outside any organisation: choosing or making one, accepting an invitation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""What stands outside any organisation and is no door into one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

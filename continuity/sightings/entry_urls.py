"""The door of other systems, outside any organisation: the address says whose it is."""

from django.urls import path

from .views import receiving

urlpatterns = [path("hooks/<str:secret>/", receiving.receive, name="hook")]

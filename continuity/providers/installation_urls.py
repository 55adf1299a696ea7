"""Outside any organisation: the shared sources, for who looks after the installation."""

from django.urls import path

from . import installation

urlpatterns = [
    path("installation/sources/", installation.sources, name="installation-sources"),
    path("installation/sources/<int:pk>/", installation.decide, name="installation-source"),
]

"""Outside any organisation: the loops of the installation."""

from django.urls import path

from . import views

urlpatterns = [
    path("healthz/deep", views.deep, name="healthz-deep"),
    path("installation/watch/", views.watch, name="installation-watch"),
]

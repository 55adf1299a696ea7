"""Mail of the installation, outside any organisation."""

from django.urls import path

from . import views

urlpatterns = [path("installation/outbox/", views.installation, name="installation-outbox")]

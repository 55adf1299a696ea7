"""What stands outside any organisation: the door to the demonstration, and whether all is well."""

from django.urls import path

from . import views

urlpatterns = [
    path("demonstration/", views.demo, name="demo"),
    path("healthz", views.healthz, name="healthz"),
]

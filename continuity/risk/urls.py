from django.urls import URLPattern, path

from . import views

app_name = "risk"
urlpatterns: list[URLPattern] = [
    path("year/", views.year, name="year"),
    path("advice/", views.advice, name="advice"),
    path("rates/", views.rates, name="rates"),
    path("rates/components/<int:pk>/", views.component, name="component_rate"),
    path("rates/components/<int:pk>/reset/", views.reset_component, name="reset_component_rate"),
    path("rates/<slug:kind>/", views.kind, name="kind_rate"),
    path("rates/<slug:kind>/reset/", views.reset_kind, name="reset_kind_rate"),
]

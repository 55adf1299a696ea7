from django.urls import path

from .views import behind, outlook, rates
from .views.history import history
from .views.map import map_page

app_name = "risk"
urlpatterns = [
    path("map/", map_page, name="map"),
    path("score/", behind.score, name="score"),
    path("exposure/<int:component>/", behind.exposure, name="exposure"),
    path("shares/<slug:level>/", behind.shares, name="shares"),
    path("history/", history, name="history"),
    path("year/", outlook.year, name="year"),
    path("advice/", outlook.advice, name="advice"),
    path("rates/", rates.rates, name="rates"),
    path("rates/components/<int:pk>/", rates.component, name="component_rate"),
    path("rates/components/<int:pk>/reset/", rates.reset_component, name="reset_component_rate"),
    path("rates/<slug:kind>/", rates.kind, name="kind_rate"),
    path("rates/<slug:kind>/reset/", rates.reset_kind, name="reset_kind_rate"),
]

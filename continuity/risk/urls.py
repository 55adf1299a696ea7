from django.urls import path

from .views import behind
from .views.map import map_page

app_name = "risk"
urlpatterns = [
    path("map/", map_page, name="map"),
    path("score/", behind.score, name="score"),
    path("exposure/<int:component>/", behind.exposure, name="exposure"),
    path("shares/<slug:level>/", behind.shares, name="shares"),
]

from django.urls import path

from .views import behind

app_name = "risk"
urlpatterns = [
    path("score/", behind.score, name="score"),
    path("exposure/<int:component>/", behind.exposure, name="exposure"),
    path("shares/<slug:level>/", behind.shares, name="shares"),
]

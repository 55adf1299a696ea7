from django.urls import path

from .views.history import history

app_name = "risk"
urlpatterns = [
    path("history/", history, name="history"),
]

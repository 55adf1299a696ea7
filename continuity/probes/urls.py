from django.urls import path

from . import views

app_name = "probes"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("budget/", views.budget, name="budget"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/key/", views.key, name="key"),
    path("<int:pk>/key/drop/", views.drop_key, name="drop_key"),
    path("<int:pk>/now/", views.ask_now, name="now"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/restore/", views.restore, name="restore"),
]

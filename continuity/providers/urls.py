from django.urls import path

from . import views

app_name = "providers"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/components/add/", views.add_component, name="add_component"),
    path("components/", views.components, name="components"),
    path("components/<int:pk>/edit/", views.edit_component, name="edit_component"),
    path("components/<int:pk>/remove/", views.remove_component, name="remove_component"),
    path("components/<int:pk>/correct/", views.correct, name="correct"),
    path("edges/<int:pk>/revert/", views.revert, name="revert"),
]

from django.urls import path

from . import views

app_name = "runbooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("from-template/", views.from_template, name="from_template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/print/", views.print_sheet, name="print"),
    path("<int:pk>/versions/<int:number>/", views.version, name="version"),
    path("<int:pk>/versions/<int:number>/print/", views.print_sheet, name="print_version"),
    path("<int:pk>/steps/", views.add_step, name="add_step"),
    path("<int:pk>/steps/<int:step>/", views.edit_step, name="edit_step"),
    path("<int:pk>/steps/<int:step>/remove/", views.remove_step, name="remove_step"),
    path("<int:pk>/steps/<int:step>/restore/", views.restore_step, name="restore_step"),
    path("<int:pk>/steps/<int:step>/move/", views.move_step, name="move_step"),
    path("<int:pk>/exercises/", views.add_exercise, name="add_exercise"),
    path("<int:pk>/activations/<int:activation>/", views.decide, name="decide"),
]

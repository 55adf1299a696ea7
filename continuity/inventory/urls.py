from django.urls import path

from . import views

app_name = "inventory"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("import/", views.import_file, name="import"),
    path("export/", views.export_file, name="export"),
    path("removed/", views.removed, name="removed"),
    path("rows/", views.add_row, name="add_row"),
    path("rows/<int:pk>/", views.edit_row, name="edit_row"),
    path("bulk/", views.bulk, name="bulk"),
    path("bulk/<int:pk>/undo/", views.undo, name="undo"),
    path("templates/", views.templates, name="templates"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("add/many/", views.add_many, name="add_many"),
    path("options/add/", views.add_option_to_many, name="add_option_to_many"),
    path("functions/", views.functions, name="functions"),
    path("<int:pk>/", views.function, name="function"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/dependencies/", views.add_dependency, name="add_dependency"),
    path("dependencies/<int:pk>/", views.edit_dependency, name="edit_dependency"),
    path("dependencies/<int:pk>/remove/", views.remove_dependency, name="remove_dependency"),
    path("dependencies/<int:pk>/restore/", views.restore_dependency, name="restore_dependency"),
    path("dependencies/<int:pk>/options/", views.add_option, name="add_option"),
    path("dependencies/<int:pk>/order/", views.order_options, name="order_options"),
    path("options/<int:pk>/", views.edit_option, name="edit_option"),
    path("options/<int:pk>/remove/", views.remove_option, name="remove_option"),
    path("options/<int:pk>/restore/", views.restore_option, name="restore_option"),
    path("options/<int:pk>/move/", views.move_option, name="move_option"),
]

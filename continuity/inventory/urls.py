from django.urls import path

from . import views

app_name = "inventory"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("import/", views.import_file, name="import"),
    path("import/template/", views.template_file, name="import_template"),
    path("import/<int:pk>/", views.import_one, name="import_one"),
    path("import/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("import/<int:pk>/take-in/", views.import_confirm, name="import_confirm"),
    path("import/<int:pk>/cancel/", views.import_cancel, name="import_cancel"),
    path("import/<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("import/<int:pk>/faults/", views.import_faults, name="import_faults"),
    path("export/", views.export_file, name="export"),
    path("removed/", views.removed, name="removed"),
    path("rows/", views.add_row, name="add_row"),
    path("rows/<int:pk>/", views.edit_row, name="edit_row"),
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

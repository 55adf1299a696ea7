from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/restore/", views.restore, name="restore"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/versions/<int:number>/", views.version, name="version"),
    path("<int:pk>/versions/<int:number>/decide/", views.decide, name="decide"),
    path("<int:pk>/versions/<int:number>/plan.pdf", views.pdf, name="pdf"),
    path(
        "<int:pk>/versions/<int:number>/kept/<int:document>/plan.pdf",
        views.kept_pdf,
        name="kept_pdf",
    ),
]

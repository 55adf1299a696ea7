from django.urls import path

from . import views
from .sources import PICKED

app_name = "changes"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    *(
        path(
            f"{name.removeprefix('changes:').replace('_', '/')}/",
            views.pick,
            {"source": name},
            name=name.removeprefix("changes:"),
        )
        for name in PICKED
    ),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/steps/", views.add_step, name="add_step"),
    path("<int:pk>/steps/<int:step>/", views.edit_step, name="edit_step"),
    path("<int:pk>/steps/<int:step>/move/", views.move_step, name="move_step"),
    path("<int:pk>/steps/<int:step>/remove/", views.remove_step, name="remove_step"),
    path("<int:pk>/replay/", views.replay, name="replay"),
    path("<int:pk>/keep/", views.keep, name="keep"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/throw-away/", views.throw_away, name="throw_away"),
    path("<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("<int:pk>/evidence/<int:number>/", views.evidence, name="evidence"),
    path("<int:pk>/evidence/<int:number>/remake/", views.remake, name="remake"),
    path("<int:pk>/evidence/<int:number>/change.pdf", views.pdf, name="pdf"),
    path("<int:pk>/evidence/<int:number>/change.json", views.record, name="record"),
]

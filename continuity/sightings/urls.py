from django.urls import path

from .views import hooks, saying

app_name = "sightings"
urlpatterns = [
    path("", saying.index, name="index"),
    path("report/<int:pk>/", saying.report, name="report"),
    path("report/<int:pk>/press/", saying.press, name="press"),
    path("<int:pk>/withdraw/", saying.withdraw, name="withdraw"),
    path("<int:pk>/stand-by/", saying.stand_by, name="stand_by"),
    path("<int:pk>/set-aside/", saying.set_aside, name="set_aside"),
    path("<int:pk>/put-back/", saying.put_back, name="put_back"),
    path("sharing/", hooks.sharing, name="sharing"),
    path("hooks/", hooks.index, name="hooks"),
    path("hooks/add/", hooks.add, name="add_hook"),
    path("hooks/<int:pk>/", hooks.detail, name="hook"),
    path("hooks/<int:pk>/edit/", hooks.edit, name="edit_hook"),
    path("hooks/<int:pk>/remove/", hooks.remove, name="remove_hook"),
    path("hooks/<int:pk>/restore/", hooks.restore, name="restore_hook"),
    path("upstreams/<int:pk>/", hooks.map_upstream, name="map_upstream"),
]

from django.urls import path

from .views import scenarios, simulator

app_name = "simulator"
urlpatterns = [
    path("", simulator.simulator, name="index"),
    path("runs/<int:pk>/", simulator.run, name="run"),
    path("scenarios/save/", scenarios.save, name="save_scenario"),
    path("scenarios/<int:pk>/exercise/", scenarios.exercise, name="exercise"),
    path("scenarios/<int:pk>/remove/", scenarios.remove, name="remove_scenario"),
    path("scenarios/<int:pk>/restore/", scenarios.restore, name="restore_scenario"),
]

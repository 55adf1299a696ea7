from django.urls import path

from . import views

app_name = "due"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/done/", views.done, name="done"),
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/retry/", views.retry, name="retry"),
]

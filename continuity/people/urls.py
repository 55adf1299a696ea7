"""Inside an organisation: its settings, members and tokens."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("members/", views.members, name="members"),
    path("members/<int:pk>/role/", views.role, name="role"),
    path("members/<int:pk>/remove/", views.remove, name="remove"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
]

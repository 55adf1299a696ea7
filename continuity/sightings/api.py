"""What people say, in the API: said, renewed and withdrawn with the verbs of the pages."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .models import Sighting


class SightingSerializer(OrgSerializer):
    by = serializers.EmailField(source="user.email", read_only=True)

    class Meta:
        model = Sighting
        fields = [
            "id",
            "component",
            "state",
            "words",
            "by",
            "said_at",
            "renewed_at",
            "until",
            "ended_at",
            "ended",
            "set_aside_at",
            "set_aside_by",
        ]
        read_only_fields = [
            "said_at",
            "renewed_at",
            "until",
            "ended_at",
            "ended",
            "set_aside_at",
            "set_aside_by",
        ]
        validators: list[Any] = []  # a second word of one person renews the first


class SightingViewSet(OrgViewSet):
    """POST says it, or renews it; DELETE says that it works again. ``?live=1``: what holds now."""

    model = Sighting
    serializer_class = SightingSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("user")
        live = getattr(self, "request", None) and self.request.query_params.get("live")
        return rows.live(timezone.now()) if live else rows

    def perform_create(self, serializer: Any) -> None:
        said = serializer.validated_data
        made = actions.report(self.actor, **said)
        serializer.instance = made or self.get_queryset().get(
            component=said["component"], user=self.actor.user, ended_at=None
        )

    def perform_destroy(self, instance: Sighting) -> None:
        if actions.withdraw(self.actor, instance) is None:
            raise ValidationError({"detail": "It has ended already."})


ROUTES = {"sightings": SightingViewSet}

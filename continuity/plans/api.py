"""Plans in the API; versions are read, and frozen by ``POST …/plans/<id>/freeze/``."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .forms import TEXTS
from .models import Plan, Version


class VersionSerializer(OrgSerializer):
    class Meta:
        model = Version
        fields = [
            "id",
            "plan",
            "number",
            "state",
            "note",
            "sha256",
            "created_at",
            "created_by",
            "approved_at",
            "render_state",
            "pages",
            "snapshot",
        ]
        read_only_fields = fields


class VersionRowSerializer(VersionSerializer):
    """In a list, without the record: it is the whole plan, and may be large."""

    class Meta(VersionSerializer.Meta):
        fields = [name for name in VersionSerializer.Meta.fields if name != "snapshot"]
        read_only_fields = fields


class PlanSerializer(OrgSerializer):
    class Meta:
        model = Plan
        fields = ["id", "key", "title", "owner_email", "functions", *TEXTS, "review_every_days"]
        read_only_fields = ["key"]
        extra_kwargs = {"functions": {"required": False}}


class NoteSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class PlanViewSet(OrgViewSet):
    model = Plan
    serializer_class = PlanSerializer

    def get_serializer_class(self) -> Any:
        return NoteSerializer if self.action == "freeze" else PlanSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("functions")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_plan(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        actions.edit_plan(self.actor, serializer.instance, **serializer.validated_data)

    def perform_destroy(self, instance: Plan) -> None:
        actions.remove_plan(self.actor, instance)

    @action(detail=True, methods=["post"])
    def freeze(self, request: Request, org: str, pk: str) -> Response:
        plan = self.get_object()
        asked = NoteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = actions.freeze(self.actor, plan, **asked.validated_data)
        version = made or plan.versions.order_by("-number").first()
        serializer = VersionSerializer(version, context=self.get_serializer_context())
        return Response(serializer.data, status=201 if made else 200)


class VersionViewSet(OrgViewSet):
    model = Version
    serializer_class = VersionSerializer
    http_method_names = ["get", "head", "options"]

    def get_serializer_class(self) -> Any:
        return VersionRowSerializer if self.action == "list" else VersionSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(plan__removed_at=None)
        return rows.defer("snapshot") if self.action == "list" else rows


ROUTES = {"plans": PlanViewSet, "versions": VersionViewSet}

"""Functions, dependencies and options in the API: the same verbs as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from continuity.core.web import typed
from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .models import Dependency, Function, Option


class ImpactStep(serializers.Serializer):
    after_minutes = serializers.IntegerField(min_value=0)
    cost_per_hour = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=0)

    def validate(self, step: dict[str, Any]) -> dict[str, Any]:
        """A step is told whole, also where of its function only some fields are."""
        missing = {name: field for name, field in self.fields.items() if name not in step}
        if missing:
            raise serializers.ValidationError(
                {name: [field.error_messages["required"]] for name, field in missing.items()}
            )
        return step


class FunctionSerializer(OrgSerializer):
    impact = ImpactStep(many=True, required=False)

    class Meta:
        model = Function
        fields = [
            "id",
            "key",
            "name",
            "description",
            "criticality",
            "rto_minutes",
            "rpo_minutes",
            "mtpd_minutes",
            "minimum_capacity",
            "impact",
            "owner_email",
            "deputy_email",
            "depends_on",
            "assessed_on",
        ]
        read_only_fields = ["key"]

    def validate_impact(self, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {"after_minutes": s["after_minutes"], "cost_per_hour": str(s["cost_per_hour"])}
            for s in steps
        ]


class InventoryViewSet(OrgViewSet):
    """What is deleted can be brought back: ``POST …/{id}/restore/``."""

    restored: Any  # the verb

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str, **kwargs: Any) -> Response:
        key = int(pk) if pk.isdecimal() and len(pk) < 19 else 0
        row = get_object_or_404(self.model.objects.removed(self.actor.org), pk=key)
        return Response(self.get_serializer(self.restored(self.actor, row)).data)


class FunctionViewSet(InventoryViewSet):
    """``?q=`` and ``?criticality=`` narrow the list."""

    model = Function
    serializer_class = FunctionSerializer
    restored = staticmethod(actions.restore_function)

    def get_queryset(self) -> Any:
        rows = super().get_queryset().prefetch_related("depends_on")
        asked = self.request.query_params if self.request else {}
        if words := typed(asked, "q"):
            rows = rows.filter(name__icontains=words)
        if asked.get("criticality") in {"1", "2", "3", "4", "5"}:
            rows = rows.filter(criticality=asked["criticality"])
        return rows

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_function(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        actions.edit_function(self.actor, serializer.instance, **serializer.validated_data)

    def perform_destroy(self, instance: Function) -> None:
        actions.remove_function(self.actor, instance)


class DependencySerializer(OrgSerializer):
    class Meta:
        model = Dependency
        fields = ["id", "function", "key", "name", "description"]
        fields += ["essential", "high_risk", "required"]
        read_only_fields = ["key"]


class DependencyViewSet(InventoryViewSet):
    model = Dependency
    serializer_class = DependencySerializer
    restored = staticmethod(actions.restore_dependency)

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(function__removed_at=None)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_dependency(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        fields = {k: v for k, v in serializer.validated_data.items() if k != "function"}
        actions.edit_dependency(self.actor, serializer.instance, **fields)

    def perform_destroy(self, instance: Dependency) -> None:
        actions.remove_dependency(self.actor, instance)


class OptionSerializer(OrgSerializer):
    class Meta:
        model = Option
        fields = [
            "id",
            "dependency",
            "key",
            "name",
            "position",
            "on",
            "capacity",
            "switch_minutes",
            "runbook",
            "tested_on",
        ]
        read_only_fields = ["key", "position"]


class Place(serializers.Serializer):
    to = serializers.IntegerField(min_value=0, max_value=32_767)


class OptionViewSet(InventoryViewSet):
    """In order of ``position``: the first so many as the dependency requires run."""

    model = Option
    serializer_class = OptionSerializer
    restored = staticmethod(actions.restore_option)

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(dependency__function__removed_at=None)
        return rows.filter(dependency__removed_at=None).prefetch_related("on")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_option(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        fields = {k: v for k, v in serializer.validated_data.items() if k != "dependency"}
        actions.edit_option(self.actor, serializer.instance, **fields)

    @extend_schema(request=Place)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, **kwargs: Any) -> Response:
        """To place ``to`` among the options of its dependency, from 0."""
        option, place = self.get_object(), Place(data=request.data)
        place.is_valid(raise_exception=True)
        moved = actions.move_option(self.actor, option, place.validated_data["to"])
        return Response(self.get_serializer(moved or option).data)

    def perform_destroy(self, instance: Option) -> None:
        actions.remove_option(self.actor, instance)


ROUTES = {"functions": FunctionViewSet, "dependencies": DependencyViewSet, "options": OptionViewSet}

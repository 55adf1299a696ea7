"""Functions, dependencies and options in the API: the same verbs as the pages."""

from typing import Any

from rest_framework import serializers

from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .models import Dependency, Function, Option


class ImpactStep(serializers.Serializer):
    after_minutes = serializers.IntegerField(min_value=0)
    cost_per_hour = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=0)


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


class FunctionViewSet(OrgViewSet):
    """``?q=`` and ``?criticality=`` narrow the list."""

    model = Function
    serializer_class = FunctionSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset().prefetch_related("depends_on")
        asked = self.request.query_params if self.request else {}
        if words := asked.get("q"):
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
        fields = ["id", "function", "key", "name", "description", "essential", "required"]
        read_only_fields = ["key"]


class DependencyViewSet(OrgViewSet):
    model = Dependency
    serializer_class = DependencySerializer

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


class OptionViewSet(OrgViewSet):
    """In order of ``position``: the first so many as the dependency requires run."""

    model = Option
    serializer_class = OptionSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(dependency__function__removed_at=None)
        return rows.filter(dependency__removed_at=None).prefetch_related("on")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_option(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        fields = {k: v for k, v in serializer.validated_data.items() if k != "dependency"}
        actions.edit_option(self.actor, serializer.instance, **fields)

    def perform_destroy(self, instance: Option) -> None:
        actions.remove_option(self.actor, instance)


ROUTES = {"functions": FunctionViewSet, "dependencies": DependencyViewSet, "options": OptionViewSet}

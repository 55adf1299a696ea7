"""Runbooks, their steps and exercises in the API: the same verbs as the pages."""

from typing import Any

from rest_framework import serializers

from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .models import Exercise, Runbook, Step
from .reading import read


class RunbookSerializer(OrgSerializer):
    """``minutes``: until the service is back; ``normal_minutes``: until the last step is done."""

    minutes = serializers.SerializerMethodField()
    normal_minutes = serializers.SerializerMethodField()
    changed_since_review = serializers.SerializerMethodField()

    class Meta:
        model = Runbook
        fields = [
            "id",
            "key",
            "title",
            "summary",
            "owner_email",
            "review_every_days",
            "reviewed_on",
            "version",
            "changed_since_review",
            "minutes",
            "normal_minutes",
        ]
        read_only_fields = ["key", "reviewed_on", "version"]

    def get_minutes(self, runbook: Runbook) -> int:
        return read(runbook).time.minutes

    def get_normal_minutes(self, runbook: Runbook) -> int:
        return read(runbook).time.normal_minutes

    def get_changed_since_review(self, runbook: Runbook) -> bool:
        return read(runbook).changed_since_review


class RunbookViewSet(OrgViewSet):
    model = Runbook
    serializer_class = RunbookSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.with_reading() if hasattr(rows, "with_reading") else rows

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_runbook(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        actions.edit_runbook(self.actor, serializer.instance, **serializer.validated_data)

    def perform_destroy(self, instance: Runbook) -> None:
        actions.remove_runbook(self.actor, instance)


class StepSerializer(OrgSerializer):
    waits_for = serializers.ListField(
        child=serializers.CharField(max_length=120), required=False, max_length=200
    )

    class Meta:
        model = Step
        fields = [
            "id",
            "runbook",
            "key",
            "position",
            "title",
            "role",
            "minutes",
            "instruction",
            "proof",
            "waits_for",
            "after_service",
        ]
        read_only_fields = ["key", "position"]


class StepViewSet(OrgViewSet):
    model = Step
    serializer_class = StepSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(runbook__removed_at=None)

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_step(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        fields = {k: v for k, v in serializer.validated_data.items() if k != "runbook"}
        actions.edit_step(self.actor, serializer.instance, **fields)

    def perform_destroy(self, instance: Step) -> None:
        actions.remove_step(self.actor, instance)


class ExerciseSerializer(OrgSerializer):
    class Meta:
        model = Exercise
        fields = [
            "id",
            "runbook",
            "held_on",
            "passed",
            "measured_minutes",
            "scenario",
            "lessons",
            "recorded_by",
        ]
        read_only_fields = ["recorded_by"]


class ExerciseViewSet(OrgViewSet):
    """An exercise that was held is a fact: it can be added, not changed."""

    model = Exercise
    serializer_class = ExerciseSerializer
    http_method_names = ["get", "post", "head", "options"]

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.record_exercise(self.actor, **serializer.validated_data)


ROUTES = {"runbooks": RunbookViewSet, "steps": StepViewSet, "exercises": ExerciseViewSet}

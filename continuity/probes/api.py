"""Probes, what they saw and their days in the API: to be read. No key is given out, by any name."""

from rest_framework import serializers

from continuity.orgs.api import OrgSerializer, OrgViewSet

from .models import Day, Probe, Result

READING = ["get", "head", "options"]


class ProbeSerializer(OrgSerializer):
    has_key = serializers.SerializerMethodField(help_text="Whether it was given a key.")

    class Meta:
        model = Probe
        fields = [
            *("id", "component", "name", "kind", "url", "model", "every_minutes", "paused"),
            *("has_key", "looks", "looks_since", "reason", "tried_at", "first_ms", "total_ms"),
            *("tokens_a_day", "money_a_day", "spent_on"),
        ]
        read_only_fields = fields

    def get_has_key(self, probe: Probe) -> bool:
        return hasattr(probe, "secret")


class ProbeViewSet(OrgViewSet):
    model = Probe
    serializer_class = ProbeSerializer
    http_method_names = READING

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return super().get_queryset().select_related("secret").defer("secret__sealed")


class ResultSerializer(OrgSerializer):
    class Meta:
        model = Result
        fields = ["id", "probe", "at", "verdict", "reason", "first_ms", "total_ms", "tokens"]
        read_only_fields = fields


class ResultViewSet(OrgViewSet):
    """Every run of the last week."""

    model = Result
    serializer_class = ResultSerializer
    http_method_names = READING


class DaySerializer(OrgSerializer):
    class Meta:
        model = Day
        fields = [
            *("id", "component", "day", "good", "bad", "wrong", "other", "first_ms", "total_ms"),
        ]
        read_only_fields = fields


class DayViewSet(OrgViewSet):
    """How each component did on each day that is over."""

    model = Day
    serializer_class = DaySerializer
    http_method_names = READING


ROUTES = {"probes": ProbeViewSet, "probe-results": ResultViewSet, "probe-days": DayViewSet}

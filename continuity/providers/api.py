"""Providers, components, what rests on what, and outages in the API: the same verbs as the pages.

What the catalogue shares can be read by all; an organisation writes its own rows only.
"""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from continuity.orgs.api import OrgSerializer, OrgViewSet

from . import actions
from .effective import state_now
from .models import Component, Edge, Outage, Provider, State


class ProviderSerializer(OrgSerializer):
    own = serializers.SerializerMethodField(help_text="Whether it is the organisation's own row.")

    class Meta:
        model = Provider
        fields = [
            "id",
            "slug",
            "name",
            "kind",
            "own",
            "status_page",
            "terms_url",
            "notes",
            "no_feed",
            "confidence",
            "unverified",
            "as_of",
        ]
        read_only_fields = ["slug", "no_feed", "confidence", "unverified", "as_of"]

    def get_own(self, provider: Provider) -> bool:
        return provider.organization_id is not None


class ProviderViewSet(OrgViewSet):
    model = Provider
    serializer_class = ProviderSerializer

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_provider(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        actions.edit_provider(self.actor, serializer.instance, **serializer.validated_data)

    def perform_destroy(self, instance: Provider) -> None:
        actions.remove_provider(self.actor, instance)


class ComponentSerializer(OrgSerializer):
    own = serializers.SerializerMethodField(help_text="Whether it is the organisation's own row.")
    state = serializers.SerializerMethodField(
        help_text="What it is in by now: unknown when its source was not read for half an hour."
    )

    class Meta:
        model = Component
        fields = [
            "id",
            "provider",
            "key",
            "name",
            "kind",
            "own",
            "state",
            "state_since",
            "retired_on",
        ]
        read_only_fields = ["key", "state_since", "retired_on"]

    @extend_schema_field(serializers.ChoiceField(choices=State.choices))
    def get_state(self, component: Component) -> str:
        return getattr(component, "state_now", component.state)

    def get_own(self, component: Component) -> bool:
        return component.organization_id is not None

    def validate_provider(self, provider: Provider) -> Provider:
        if self.instance is not None and provider != self.instance.provider:
            raise serializers.ValidationError("A component stays with its provider.")
        return provider


class ComponentViewSet(OrgViewSet):
    model = Component
    serializer_class = ComponentSerializer

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("provider")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.annotate(state_now=state_now(self.actor.org, timezone.now()))

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = actions.add_component(self.actor, **serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        given = {k: v for k, v in serializer.validated_data.items() if k != "provider"}
        actions.edit_component(self.actor, serializer.instance, **given)

    def perform_destroy(self, instance: Component) -> None:
        actions.remove_component(self.actor, instance)


class EdgeSerializer(OrgSerializer):
    own = serializers.SerializerMethodField(help_text="The organisation's word, not a hint.")

    class Meta:
        model = Edge
        fields = [
            "id",
            "component",
            "runs_on",
            "present",
            "evidence",
            "confidence",
            "as_of",
            "own",
        ]
        read_only_fields = ["confidence"]
        extra_kwargs = {"evidence": {"required": True}, "present": {"required": True}}

    def get_own(self, edge: Edge) -> bool:
        return edge.organization_id is not None


class EdgeViewSet(OrgViewSet):
    """All that is said, hints and corrections. Adding one corrects; deleting takes it back."""

    model = Edge
    serializer_class = EdgeSerializer
    http_method_names = ["get", "post", "delete", "head", "options"]

    def perform_create(self, serializer: Any) -> None:
        said = serializer.validated_data
        made = actions.correct_edge(self.actor, **said)
        serializer.instance = made or self.get_queryset().get(
            organization=self.actor.org, component=said["component"], runs_on=said["runs_on"]
        )

    def perform_destroy(self, instance: Edge) -> None:
        actions.revert_edge(self.actor, instance)


class OutageSerializer(OrgSerializer):
    class Meta:
        model = Outage
        fields = [
            "id",
            "component",
            "source",
            "key",
            "state",
            "title",
            "started_at",
            "confirmed_at",
            "ended_at",
            "evidence",
        ]


class OutageViewSet(OrgViewSet):
    model = Outage
    serializer_class = OutageSerializer
    http_method_names = ["get", "head", "options"]


ROUTES = {
    "providers": ProviderViewSet,
    "components": ComponentViewSet,
    "edges": EdgeViewSet,
    "outages": OutageViewSet,
}

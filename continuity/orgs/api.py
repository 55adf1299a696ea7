"""The API, kept inside one organisation: its rows, and its rows as choices."""

from typing import Any

from rest_framework import pagination, serializers, viewsets
from rest_framework.request import Request

from .access import actor_for
from .actor import Actor


class Pages(pagination.LimitOffsetPagination):
    default_limit = 100
    max_limit = 1000


class OrgSerializer(serializers.ModelSerializer):
    """Relations offer only rows that the organisation may use."""

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        field, kwargs = super().build_relational_field(field_name, relation_info)
        manager = relation_info.related_model.objects
        if hasattr(manager, "for_org") and "queryset" in kwargs:
            view = self.context.get("view")
            kwargs["queryset"] = (
                manager.for_org(view.actor.org)
                if view is not None and hasattr(view, "actor")
                else relation_info.related_model._base_manager.none()
            )
        return field, kwargs


class OrgViewSet(viewsets.ModelViewSet):
    """Rows of the organisation in the URL. Writes go to the verbs: subclasses say which."""

    model: Any
    actor: Actor
    pagination_class = Pages
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # 401 and 403 come before 404
        self.actor = actor_for(request.user, kwargs["org"])

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.model._base_manager.none()
        return self.model.objects.for_org(self.actor.org).order_by("pk")

"""One shape for every error of the API; what a verb refuses is a 400, not a crash."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Conflict(ValidationError):
    """Somebody else changed the row first; nothing was written."""


def as_problem(exc: Exception, context: dict) -> Response | None:
    if isinstance(exc, ValidationError):
        exc = exceptions.ValidationError(get_error_detail(exc))
    elif isinstance(exc, ProtectedError):
        exc = exceptions.ValidationError({"detail": [_("Something still uses this.")]})
    return exception_handler(exc, context)

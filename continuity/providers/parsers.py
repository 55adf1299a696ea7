"""A payload to the parser of its format, whatever it is and whatever comes back. Pure."""

import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from continuity.core.plugins import discover

from .answers import BODY_BYTES
from .feeds import Reading, Reason
from .feeds._http import recorded, refusal

FORMATS: dict[str, ModuleType] = discover("continuity.providers.feeds")
log = logging.getLogger(__name__)


def read(name: str, body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    """``body`` through the parser called ``name``. Never raises."""
    if name not in FORMATS:
        return Reading.unreadable(Reason.UNKNOWN_FORMAT)
    try:
        return FORMATS[name].parse(body, headers, config)
    except Exception:
        log.exception("the parser %s failed on %d bytes", name, len(body))
        return Reading.unreadable(Reason.PARSER_FAILED)


def read_file(name: str, raw: bytes, config: Mapping[str, Any]) -> Reading:
    """A payload as it lies in a file: a mere body, or a whole recorded response."""
    if len(raw) > BODY_BYTES:
        return Reading.unreadable(Reason.TOO_LARGE)
    answer = recorded(raw)
    if answer is None:
        return read(name, raw, {}, config)
    reason = refusal(answer.status, answer.headers)
    return Reading.unreadable(reason) if reason else read(name, answer.body, answer.headers, config)

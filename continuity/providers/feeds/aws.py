"""AWS: ``/public/currentevents``, what goes on now and no history.

Components are a service and its region, ``bedrock-us-east-1``. It lists posts only, and none when
all is quiet: one asked for is operational while no event that lasts names it. Large events are
filed under ``multipleservices-<region>``; what they hit stands in ``impacted_services``, each with
its own digit, and is read there.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._posts import Post, by_posts
from ._text import Unreadable, identifier, line, load_json, refusing, rows
from ._times import epoch, facts

LABEL = "AWS Health (public events)"
EXAMPLE = b"""[{"date": "1785578400",
 "arn": "arn:aws:health:us-east-1::event/MULTIPLE_SERVICES/ISSUE/1", "region_name": "N. Virginia",
 "status": "3", "service": "multipleservices-us-east-1", "service_name": "Multiple services",
 "summary": "Increased Error Rates", "event_log": [
  {"summary": "Increased Error Rates", "message": "We are investigating.", "status": 1,
   "timestamp": 1785578400}],
 "impacted_services": {
  "bedrock-us-east-1": {"service_name": "Amazon Bedrock", "current": "3", "max": "3"},
  "sts-us-east-1": {"service_name": "AWS STS", "current": "0", "max": "2"}}}]"""

# The order is in every payload seen; the names are not, so a disruption is the worst there is.
DIGITS = {
    "0": State.OPERATIONAL,
    "1": State.OPERATIONAL,
    "2": State.DEGRADED,
    "3": State.MAJOR_OUTAGE,
}
RESOLVED = "0"
MOST_SERVICES, MOST_UPDATES = 2000, 200


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    """One payload, in whichever Unicode its mark says."""
    events = load_json(body, headers)
    if not isinstance(events, list) or not all(map(_is_event, events)):
        raise Unreadable(Reason.WRONG_SHAPE)
    return by_posts([_post(event) for event in events], config)


def _is_event(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("arn"), str)
        and row["arn"].startswith("arn:aws")
        and bool(identifier(row.get("service")))
        and "status" in row
    )


def _state(digit: Any) -> State | None:
    if isinstance(digit, int) and not isinstance(digit, bool):
        digit = str(digit)
    return DIGITS.get(digit) if isinstance(digit, str) else None


def _post(event: Mapping[str, Any]) -> Post:
    over = str(event["status"]) == RESOLVED
    whole = identifier(event["service"])
    says = {whole: _state(event["status"])}
    names = {whole: line(f"{event.get('service_name')} ({event.get('region_name')})")}
    impacted = event.get("impacted_services")
    if isinstance(impacted, dict):
        for service, row in list(impacted.items())[:MOST_SERVICES]:
            row = row if isinstance(row, dict) else {}
            upstream_id = identifier(service)
            says[upstream_id] = _state(row.get("current"))
            names[upstream_id] = line(row.get("service_name"))
    elif impacted is not None:
        says[whole] = None
    says.pop("", None)
    return Post(_incident(event, over), not over, says, names)


def _incident(event: Mapping[str, Any], over: bool) -> IncidentReading:
    log = rows(event.get("event_log"))[:MOST_UPDATES]
    listed = _state(event["status"]) is not None
    return IncidentReading(
        id=identifier(event["arn"].rpartition("/")[2]),
        title=line(event.get("summary")).removeprefix("[RESOLVED] "),
        state="resolved" if over else "investigating" if listed else "unknown",
        started_at=epoch(event.get("date")),
        resolved_at=epoch(event.get("end_time")),
        **facts((epoch(u.get("timestamp")), u.get("message")) for u in log),
    )

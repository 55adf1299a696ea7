"""Where a state word stands in the example of each format, and whose it is."""

from dataclasses import dataclass
from html import escape
from json import dumps

from continuity.core.plugins import discover
from continuity.providers.feeds import State

FORMATS = discover("continuity.providers.feeds")
INFORMATION_ONLY = {"rss"}


@dataclass(frozen=True)
class Place:
    """``word`` follows ``before`` in the example of ``form``, and is about ``component``."""

    form: str
    before: bytes
    word: bytes
    component: str
    listed: frozenset[str]
    markup: int = 0  # how often a word is escaped as markup; 0: it is JSON

    @property
    def at(self) -> int:
        example = FORMATS[self.form].EXAMPLE
        return example.index(self.before + self.word) + len(self.before)

    def says(self, word: bytes) -> bytes:
        """The example with another word there, byte by byte."""
        example = FORMATS[self.form].EXAMPLE
        return example[: self.at] + word + example[self.at + len(self.word) :]

    def spells(self, word: str) -> bytes:
        """The same, with the word written as the format has it written."""
        if not self.markup:
            return self.says(dumps(word)[1:-1].encode())
        for _ in range(self.markup):
            word = escape(word)
        return self.says(word.encode())

    def state(self, body: bytes) -> str:
        """What is then said of the component; unreadable is unknown."""
        reading = FORMATS[self.form].parse(body, {}, {"components": [self.component]})
        return str(reading.components[0].state) if reading.readable else "unknown"


def place(form, before, word, component, *listed, markup=0):
    words = frozenset(str(x).casefold() for group in listed for x in group)
    return Place(form, before, word, component, words, markup)


_f = {name: vars(module) for name, module in FORMATS.items()}
API = "01J0000000000000000000API0"
_v2 = _f["statuspage"]["WORDS"]
_native = _f["incidentio_native"]["COMPONENTS"]
_widget = (_f["incidentio_native"]["INCIDENTS"], _f["incidentio_native"]["MAINTENANCES"])
_rss, _atom, _xai = _f["incidentio_rss"], _f["statuspage_atom"], _f["xai"]

PLACES = [
    place("statuspage", b'"name": "API", "status": "', b"degraded_performance", "c1",
          _v2.components),
    place("incidentio", b'"name": "Login", "status": "', b"full_outage", API, _native),
    place("incidentio_native", b'API0", "status": "', b"full_outage", API, _native),
    place("incidentio_widget", b'"current_status": "', b"full_outage", API, _native),
    place("incidentio_widget", b'"status": "', b"identified", API, *_widget),
    place("incidentio_rss", b"<li>API (", b"Full outage", "API", _rss["WORDS"], markup=1),
    place("incidentio_rss", b"Status: ", b"Identified", "API", _rss["STATUSES"], _rss["WORK"],
          markup=1),
    place("google", b'"status_impact": "', b"SERVICE_OUTAGE", "Z0FZJAMvEB4j3NbCJs6B",
          _f["google"]["WORDS"]),
    place("google", b'"when": "2026-08-01T09:40:00+00:00", "status": "', b"SERVICE_OUTAGE",
          "Z0FZJAMvEB4j3NbCJs6B", _f["google"]["WORDS"]),
    place("aws", b'"Amazon Bedrock", "current": "', b"3", "bedrock-us-east-1",
          _f["aws"]["DIGITS"]),
    place("aws", b'"N. Virginia",\n "status": "', b"3", "multipleservices-us-east-1",
          _f["aws"]["DIGITS"]),
    place("aws_rss", b"<title>", b"Service disruption", "bedrock-us-east-1",
          _f["aws_rss"]["WORDS"], markup=1),
    place("azure", b"East US 2 - ", b"Investigating", "azure openai", _f["azure"]["PHASES"],
          markup=1),
    place("instatus", b'"status": "', b"HASISSUES", "status.example.com", _f["instatus"]["PAGES"]),
    place("instatus", b'"impact": "', b"MAJOROUTAGE", "status.example.com",
          _f["instatus"]["COMPONENTS"]),
    place("betterstack", b'"public_name": "Inference API", "status": "', b"downtime", "100",
          _f["betterstack"]["WORDS"]),
    place("rootly", b'"indicator": "', b"minor", "status.example.com", _f["rootly"]["INDICATORS"]),
    place("statusio", b'"name": "API", "status": "', b"Degraded Performance", "c1",
          _f["statusio"]["WORDS"]),
    place("datadog", b'"name": "Chat", "status": "', b"degraded", "c1", _f["datadog"]["WORDS"]),
    place("flashduty", b'"component_id": "c1", "status": "', b"full_outage", "c1",
          _f["flashduty"]["WORDS"]),
    place("checkly", b'"severity": "', b"MEDIUM", "c1", _f["checkly"]["SEVERITIES"]),
    place("checkly", b'"lastUpdateStatus": "', b"INVESTIGATING", "c1", _f["checkly"]["STATUSES"]),
    place("cachet", b'"name": "Console", "status": "', b"3", "2", _f["cachet"]["STATES"]),
    place("slack", b'"type": "', b"outage", "Messaging", _f["slack"]["TYPES"]),
    place("slack", b'"type": "outage", "status": "', b"active", "Messaging",
          _f["slack"]["STATUSES"]),
    place("statuspage_atom", b"&lt;strong&gt;", b"Investigating", "API", _atom["WORDS"],
          _atom["WORK"], ["Update"], markup=2),
    place("xai", b"<category>", b"available", "API", _xai["SEVERITIES"], markup=1),
    place("xai", b"</category><category>", b"investigating", "API", _xai["PHASES"],
          _xai["SEVERITIES"], markup=1),
]  # fmt: skip

GOOD = {str(State.OPERATIONAL), str(State.MAINTENANCE)}

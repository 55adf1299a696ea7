"""Words for how things stand, and the tone (colour and shape) of each. Four tones, and none."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    """``tone``: ``ok`` (disc), ``watch`` (triangle), ``poor`` (diamond), ``bad`` (square), or
    ``none`` (ring)."""

    word: str | Promise
    tone: str

    @property
    def suspected(self) -> "Status":
        """It may be so, and nobody has confirmed it; never looks as if it were."""
        return Status(_now("suspected: %(word)s") % {"word": self.word}, "watch")


KNOWN: dict[str, Status] = {
    # verdicts of an option or a function
    "unaffected": Status(_("unaffected"), "ok"),
    "covered": Status(_("covered"), "ok"),
    "untested": Status(_("untested"), "watch"),
    "undocumented": Status(_("undocumented"), "watch"),
    "late": Status(_("late"), "poor"),
    "lost": Status(_("lost"), "bad"),
    # functions that nothing can be said of yet
    "undescribed": Status(_("not described yet"), "none"),
    "unfinished": Status(_("not finished"), "watch"),
    # bands of a score
    "low": Status(_("low"), "ok"),
    "moderate": Status(_("moderate"), "watch"),
    "high": Status(_("high"), "poor"),
    "severe": Status(_("severe"), "bad"),
    # states of a component
    "operational": Status(_("operational"), "ok"),
    "maintenance": Status(_("maintenance"), "none"),
    "degraded": Status(_("degraded"), "watch"),
    "partial_outage": Status(_("partial outage"), "poor"),
    "major_outage": Status(_("major outage"), "bad"),
    "unknown": Status(_("unknown"), "none"),
    # standing of a plan
    "holds": Status(_("holds"), "ok"),
    "weakened": Status(_("weakened"), "watch"),
    "broken": Status(_("broken"), "bad"),
    # things due
    "overdue": Status(_("overdue"), "bad"),
    "due": Status(_("due"), "watch"),
    "done": Status(_("done"), "ok"),
    # activations
    "proposed": Status(_("proposed"), "watch"),
    "active": Status(_("in use"), "poor"),
    "ended": Status(_("stood down"), "ok"),
    "declined": Status(_("not needed"), "none"),
    # answers of a campaign
    "asked": Status(_("not begun"), "none"),
    "begun": Status(_("begun"), "watch"),
    "answered": Status(_("answered"), "ok"),
    "sent_back": Status(_("sent back"), "poor"),
    "signed": Status(_("signed off"), "ok"),
    # functions in a replay
    "carried": Status(_("carried"), "ok"),
    "down": Status(_("down"), "watch"),
    "past_rto": Status(_("past its RTO"), "poor"),
    "past_mtpd": Status(_("past its MTPD"), "bad"),
    # messages
    "queued": Status(_("waiting"), "watch"),
    "sent": Status(_("sent"), "ok"),
    "kept": Status(_("kept here"), "none"),
    "dead": Status(_("could not be sent"), "bad"),
}

"""What each verb did, in words, and under what it is found. A test holds that none lacks them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

GROUPS: dict[Words, dict[str, Words]] = {
    _("Functions and what serves them"): {
        "function.add": _("added a function"),
        "function.edit": _("changed a function"),
        "function.remove": _("removed a function"),
        "function.restore": _("brought back a function"),
        "dependency.add": _("added an AI dependency"),
        "dependency.edit": _("changed an AI dependency"),
        "dependency.remove": _("removed an AI dependency"),
        "dependency.restore": _("brought back an AI dependency"),
        "option.add": _("added an option"),
        "option.edit": _("changed an option"),
        "option.follow": _("had switch times follow exercises"),
        "option.move": _("gave an option another place"),
        "option.remove": _("removed an option"),
        "option.restore": _("brought back an option"),
        "portfolio.import": _("took in a portfolio"),
        "risk.assess": _("worked out the scores"),
    },
    _("Providers and their status"): {
        "provider.add": _("added a provider"),
        "provider.edit": _("changed a provider"),
        "provider.remove": _("removed a provider"),
        "component.add": _("added a component"),
        "component.edit": _("changed a component"),
        "component.remove": _("removed a component"),
        "edge.correct": _("corrected what rests on what"),
        "edge.revert": _("took back a correction"),
        "feed.mark": _("marked a status source"),
        "feed.trust": _("trusted a status source again"),
        "catalogue.load": _("loaded the catalogue"),
    },
    _("Outages"): {
        "outage.open": _("opened an outage"),
        "outage.worsen": _("saw an outage worsen"),
        "outage.missed": _("told of an outage that had come and gone"),
        "outage.close": _("closed an outage"),
        "outage.answer": _("told who is hit by an outage"),
        "outage.worse": _("told that an outage is worse"),
        "outage.over": _("told that an outage is over"),
    },
    _("Runbooks"): {
        "runbook.add": _("wrote a runbook"),
        "runbook.from_template": _("took a runbook from a template"),
        "runbook.edit": _("changed a runbook"),
        "runbook.publish": _("published a runbook"),
        "runbook.propose": _("proposed a runbook"),
        "runbook.remove": _("removed a runbook"),
        "runbook.restore": _("brought back a runbook"),
        "step.add": _("added a step"),
        "step.edit": _("changed a step"),
        "step.move": _("gave a step another place"),
        "step.remove": _("removed a step"),
        "step.restore": _("brought back a step"),
        "exercise.record": _("recorded an exercise"),
        "activation.start": _("put a runbook to use"),
        "activation.decline": _("found a runbook not needed"),
        "activation.stand_down": _("stood down"),
    },
    _("Plans"): {
        "plan.add": _("wrote a plan"),
        "plan.edit": _("changed a plan"),
        "plan.freeze": _("froze a version"),
        "plan.render": _("made the PDF"),
        "plan.remove": _("removed a plan"),
        "plan.restore": _("brought back a plan"),
        "version.submit": _("asked for approval"),
        "version.approve": _("approved a version"),
        "version.reject": _("sent back a version"),
        "version.withdraw": _("withdrew a version"),
        "version.remake": _("had the PDF made again"),
    },
    _("Reminders and letters"): {
        "reminder.add": _("noted what is due"),
        "reminder.done": _("did what was due"),
        "reminder.hand_over": _("handed over what is due"),
        "reminder.move": _("moved what is due to another clock"),
        "reminder.settle": _("found what was due settled"),
        "reminder.snooze": _("put off what is due"),
        "notification.retry": _("had a letter sent again"),
    },
    _("People and settings"): {
        "organization.create": _("made the organisation"),
        "organization.edit": _("changed the settings"),
        "member.invite": _("invited somebody"),
        "member.role": _("changed a role"),
        "member.remove": _("removed a member"),
        "invitation.accept": _("accepted an invitation"),
        "invitation.revoke": _("withdrew an invitation"),
        "token.create": _("made an API token"),
        "token.revoke": _("revoked an API token"),
        "demo.make": _("made the demonstration"),
        "demo.visit": _("came to visit the demonstration"),
        "demo.end_visits": _("ended visits to the demonstration"),
    },
}
WORDS: dict[str, Words] = {
    name: words for group in GROUPS.values() for name, words in group.items()
}


def said(verb: str) -> Words:
    """``plan.freeze``: froze a version. A verb of an older edition: its name as it stands."""
    return WORDS.get(verb, verb)

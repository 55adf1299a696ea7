"""Which verbs can move a score: the beginnings of their names. A test walks them all."""

TOUCHING = (
    "function.",
    "dependency.",
    "option.",
    "portfolio.",
    "import.",
    "change.apply",
    "answer.sign_off",
    "component.",
    "edge.",
    "provider.",
    "runbook.add",
    "runbook.edit",
    "runbook.from_template",
    "runbook.remove",
    "runbook.publish",
    "runbook.restore",
    "step.",
    "exercise.",
    "prior.",
    "organization.edit",
)

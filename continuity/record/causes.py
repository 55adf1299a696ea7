"""Whether a provider's words name a cause. Pure, and on the screen as the method it is.

A cause is named where an update says what broke or why, not only that something did: a phrase of
``NAMING`` followed by something that is not a shrug of ``SHRUGS``, or a change of theirs. Words
in English only: all the feeds that we read are.
"""

import re

NAMING = (
    r"root cause (?:was|is|has been)",
    r"caused by",
    r"cause of (?:this|the) [a-z ]{0,40}(?:was|is)",
    r"due to",
    r"resulted from",
    r"stemm(?:ed|ing) from",
    r"triggered by",
    r"attributed to",
    r"traced (?:this |it )?(?:back )?to",
    r"as a result of",
    r"introduced by",
)
CHANGE = r"following an? (?:[a-z-]+ ){0,3}(?:change|deploy|deployment|upgrade|rollout|migration)"
SHRUGS = (
    r"(?:an? |the |this )?(?:on-?going |current |earlier |previous )?"
    r"(?:issue|incident|problem|outage|disruption|unknown|still|under investigation|"
    r"elevated error|increased error|high error|degraded performance)"
)
CAUSE = re.compile(rf"\b(?:(?:{'|'.join(NAMING)})\s+(?!{SHRUGS})\w|{CHANGE}\b)", re.IGNORECASE)


def names_a_cause(words: str) -> bool:
    """Whether ``words`` (one line, at most 500 characters) say what broke or why."""
    return bool(CAUSE.search(words))

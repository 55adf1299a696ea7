"""What one letter says to one person about the campaigns of their organisation."""

from dataclasses import dataclass, field
from datetime import date

from continuity.campaigns.listing import Progress
from continuity.campaigns.models import Campaign
from continuity.orgs.models import Organization

NAMED = 10  # functions by name; of the rest, how many they are


@dataclass
class Task:
    """What a campaign asks of them. ``back``: what was sent back, with why."""

    campaign: Campaign
    count: int
    late: bool
    names: list[str] = field(default_factory=list)
    back: list[tuple[str, str]] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True)
class Run:
    """A campaign that they started, whose day has come."""

    campaign: Campaign
    progress: Progress


@dataclass
class CampaignLetter:
    org: Organization
    hearer: str
    day: date  # where they are: there is one letter a day
    tasks: list[Task] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

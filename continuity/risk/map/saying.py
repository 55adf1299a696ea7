"""What each box of the map says: a shape and a word on it, and all of it to a screen reader."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.status import KNOWN
from continuity.providers.reading import BAD
from continuity.risk.models import Filling, Verdict

from .drawn.folding import Box
from .drawn.net import Key
from .outcome import Outcome
from .resting import ComponentFacts, Resting

WORST = [str(verdict) for verdict in reversed(Verdict)]  # lost first


@dataclass(frozen=True, slots=True)
class Words:
    """``tone``: of the shape, see `core.status`; ``live``: of a state that is bad now."""

    tone: str
    word: str
    said: str
    live: str = ""


class Saying:
    def __init__(self, rest: Resting, happened: Outcome | None) -> None:
        self.rest = rest
        self.happened = happened
        self.verdicts = happened.verdicts if happened else {}
        self.failed = {f"c{c.pk}" for c in happened.failed} if happened else set()

    def of(self, box: Box) -> Words:
        if box.holds[0] in self.rest.functions:
            return self._functions(box) if box.token else self._function(box.key)
        return self._components(box) if box.token else self._component(box.key)

    def verdict(self, key: Key) -> str:
        """Of a function, now that something fails; of what is not filled in, that."""
        if key in self.verdicts:
            return self.verdicts[key]
        filling = self.rest.functions[key].filling
        return filling if filling in (Filling.UNDESCRIBED, Filling.UNFINISHED) else "unaffected"

    def _function(self, key: Key) -> Words:
        facts = self.rest.functions[key]
        if self.happened:
            known = KNOWN[self.verdict(key)]
            return Words(known.tone, str(known.word), f"{facts.name}: {known.word}")
        if facts.points:
            word = _("stopped by %d") % facts.points
            one = "%(name)s: %(n)d component stops it alone"
            many = "%(name)s: %(n)d components stop it, each alone"
            said = ngettext(one, many, facts.points) % {"name": facts.name, "n": facts.points}
            return Words("bad", word, said)
        if facts.filling in (Filling.UNDESCRIBED, Filling.UNFINISHED):
            known = KNOWN[facts.filling]
            return Words(known.tone, str(known.word), f"{facts.name}: {known.word}")
        return Words("ok", "", _("%s: no component stops it alone") % facts.name)

    def _functions(self, box: Box) -> Words:
        count = len(box.holds)
        begins = ngettext("%(name)s, %(n)d function", "%(name)s, %(n)d functions", count)
        begin = begins % {"name": box.name, "n": count}
        if self.happened:
            found = Counter(self.verdict(key) for key in box.holds)
            worst = next((word for word in WORST if found[word]), "none")
            hit = sum(key in self.verdicts for key in box.holds)
            word = _("%d hit") % hit if hit else str(KNOWN["unaffected"].word)
            counts = ", ".join(f"{n} {KNOWN[key].word}" for key, n in self._in_order(found))
            return Words(
                KNOWN[worst].tone if worst in KNOWN else "none", word, f"{begin}: {counts}"
            )
        stopped = sum(self.rest.functions[key].points > 0 for key in box.holds)
        if not stopped:
            return Words("ok", "", _("%s: no component stops any of them alone") % begin)
        said = _("%(begin)s: %(n)d of them are stopped by a component alone")
        return Words("bad", _("%d stopped") % stopped, said % {"begin": begin, "n": stopped})

    def _in_order(self, found: Counter[str]) -> Iterable[tuple[str, int]]:
        order = [*WORST, *map(str, Filling)]
        return sorted(found.items(), key=lambda item: order.index(item[0]))

    def _component(self, key: Key) -> Words:
        facts = self.rest.components[key]
        tone, word = self._fate(key, facts)
        live = facts.live
        said = [self._who(facts)]
        said += [str(word)] if word else []
        if live:
            said.append(_("now: %s") % live.word)
            word = word if self.happened and word else str(live.word)
        return Words(tone, word, ", ".join(said), live.tone if live else "")

    def _fate(self, key: Key, facts: ComponentFacts) -> tuple[str, str]:
        if self.happened:
            if key in self.failed:
                return "bad", _("fails")
            return ("bad", _("falls")) if key in self.happened.down else ("", "")
        return ("bad", _("stops %d") % facts.stops) if facts.stops else ("", "")

    def _who(self, facts: ComponentFacts) -> str:
        if facts.provider_name == facts.name:
            return facts.name
        return _("%(name)s of %(provider)s") % {
            "name": facts.name,
            "provider": facts.provider_name,
        }

    def _components(self, box: Box) -> Words:
        count = len(box.holds)
        begins = ngettext("%(name)s, %(n)d component", "%(name)s, %(n)d components", count)
        said = [begins % {"name": box.name, "n": count}]
        tones = [self._fate(key, self.rest.components[key])[0] for key in box.holds]
        bad = sum(tone == "bad" for tone in tones)
        facts = [self.rest.components[key] for key in box.holds]
        worst = max(
            (one for one in facts if one.live),
            key=lambda one: (BAD.index(one.state), not one.suspected),
            default=None,
        )
        live = worst.live if worst else None
        word = ""
        if bad:
            word = _("%d down") % bad if self.happened else _("%d stop") % bad
            told = _("%d of them down") if self.happened else _("%d of them stop a function alone")
            said.append(told % bad)
        if live:
            said.append(_("now: %s") % live.word)
            word = word or str(live.word)
        tone = live.tone if live else ""
        return Words("bad" if bad else "", word, ", ".join(said), tone)

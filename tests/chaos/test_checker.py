"""The checker passes what kept its promises, and names each way of breaking them."""

from copy import deepcopy
from dataclasses import replace

import pytest

from tests.chaos.cast import Lean
from tests.chaos.checker import Delivery, Entry, History, Message, Outage, check, duplicates
from tests.chaos.timetable import Spell

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture
def history():
    """Page 7 was down from 100 to 200, felt by Ada; page 8 twice; page 9 never."""
    found = History(
        spells=[
            Spell(7, 100, 200, "major_outage"),
            Spell(8, 100, 200, "degraded_performance"),
            Spell(8, 900, 990, "partial_outage"),
        ],
        leans=[
            Lean(0, ADA, "Triage", 7),
            Lean(0, ADA, "Billing", 7),
            Lean(0, BOB, "Letters", 8),
            Lean(0, BOB, "Search", 9),
        ],
        began=0,
        haste=1,
        may_double=1,
    )
    for pk, page, state, start in (
        (1, 7, "major_outage", 102),
        (2, 8, "degraded", 103),
        (3, 8, "partial_outage", 901),
    ):
        found.outages.append(Outage(pk, page, state, start, start + 5, start + 99))
        found.entries.append(Entry("outage.open", pk, start + 5))
        found.entries.append(Entry("outage.close", pk, start + 150))
        to = ADA if page == 7 else BOB
        felt = "Triage, Billing" if page == 7 else "Letters"
        for at, words in ((start + 6, f"is down: {felt}"), (start + 151, "is back")):
            said = f"Component p00{page} {words}"
            message = Message(to, f"<{pk}-{at}>", "sent", at, said, f"{said} at {start}")
            found.messages.append(message)
            found.deliveries.append(Delivery(to, message.id, at + 1))
    return found


def only(history):
    (problem,) = check(history)
    return problem


def test_a_good_hour_passes(history):
    assert check(history) == []


def test_a_lost_outage(history):
    history.outages.pop()
    history.entries = [e for e in history.entries if e.outage != 3]
    history.messages, history.deliveries = history.messages[:4], history.deliveries[:4]
    assert "opened 0 times" in only(history)


def test_a_doubled_outage(history):
    history.outages.append(replace(history.outages[0], pk=4))
    history.entries += [replace(e, outage=4) for e in history.entries if e.outage == 1]
    assert any("opened 2 times" in problem for problem in check(history))


def test_an_outage_of_nothing(history):
    history.outages.append(Outage(4, 9, "major_outage", 50, 55, 99))
    history.entries += [replace(e, outage=4) for e in history.entries if e.outage == 1]
    assert any("in no timetable" in problem for problem in check(history))


@pytest.mark.parametrize(("ended_at", "words"), [(None, "never closed"), (150, "s early")])
def test_an_outage_that_ends_never_or_early(history, ended_at, words):
    history.outages[0].ended_at = ended_at
    assert words in only(history)


def test_an_outage_that_got_worse_unseen(history):
    history.outages[0].state = "degraded"
    assert "ended as degraded" in only(history)


@pytest.mark.parametrize("verb", ["outage.open", "outage.close"])
def test_an_entry_lost_or_doubled(history, verb):
    doubled = deepcopy(history)
    entry = next(e for e in doubled.entries if e.verb == verb)
    doubled.entries.append(entry)
    assert f"has 2 entries {verb}" in only(doubled)
    history.entries.remove(entry)
    assert any(f"has 0 entries {verb}" in problem for problem in check(history))


def test_an_entry_of_no_outage(history):
    history.entries.append(Entry("outage.worsen", 99, 1))
    assert "of no outage" in only(history)


def test_a_chain_that_does_not_hold(history):
    history.broken_chains.append("org-1")
    assert "does not hold" in only(history)


@pytest.mark.parametrize("place", [0, 1])
def test_a_message_that_was_never_written(history, place):
    lost = history.messages.pop(place)
    history.deliveries = [d for d in history.deliveries if d.id != lost.id]
    assert all("nobody told" in problem for problem in check(history))
    assert check(history) != []


def test_a_message_that_leaves_a_function_out(history):
    history.messages[0].body = history.messages[0].body.replace("Billing", "")
    assert "felt by Billing" in only(history)


def test_one_message_may_tell_of_both_once_it_is_over(history):
    late = history.messages[0]
    late.created_at, late.subject = history.messages[1].created_at, "Component p007 was down"
    gone = history.messages.pop(1)
    history.deliveries = [d for d in history.deliveries if d.id != gone.id]
    assert check(history) == []


@pytest.fixture
def together(history):
    """What Bob leans on fell together, and he was told so in one: page 9 is over before page 8."""
    history.spells.append(Spell(9, 100, 150, "degraded_performance"))
    history.outages.append(Outage(4, 9, "degraded", 103, 108, 149))
    history.entries += [Entry("outage.open", 4, 108), Entry("outage.close", 4, 160)]
    for message in history.messages[2:4]:
        message.body += " with it fell: Component p009 Search"
    return history


def test_what_fell_together_may_be_told_and_end_together(together):
    assert check(together) == []


def test_an_end_that_is_told_before_all_of_it_is_over(together):
    next(e for e in together.entries if e.outage == 4 and e.verb == "outage.close").at = 300
    assert "too early" in only(together)


def test_an_end_that_is_told_twice(history):
    again = replace(history.messages[1], id="<again>", created_at=400, body="Component p007 again")
    history.messages.append(again)
    history.deliveries.append(Delivery(again.to, again.id, 401))
    assert "it was said before" in only(history)


def test_a_function_told_of_in_what_lasts_need_not_be_told_of_again(together):
    next(e for e in together.entries if e.outage == 4 and e.verb == "outage.open").at = 125
    together.outages[3].confirmed_at = 125
    assert check(together) == []
    together.messages[2].body = together.messages[2].body.replace("Search", "")
    assert "felt by Search" in only(together)


def test_a_row_too_many(history):
    again = replace(history.messages[0], id="<again>")
    history.messages.append(again)
    history.deliveries.append(Delivery(again.to, again.id, 120))
    assert any("no news in" in problem for problem in check(history))
    assert any("say the same" in problem for problem in check(history))


def test_a_message_to_somebody_who_feels_nothing(history):
    stray = replace(history.messages[0], to=BOB, id="<stray>")
    history.messages.append(stray)
    history.deliveries.append(Delivery(BOB, stray.id, 120))
    assert any("leans on it with nothing" in problem for problem in check(history))


def test_a_message_of_a_page_that_never_was_down(history):
    stray = Message(BOB, "<stray>", "sent", 500, "?", "Component p009 is down: Search")
    history.messages.append(stray)
    history.deliveries.append(Delivery(BOB, stray.id, 501))
    assert any("never was down" in problem for problem in check(history))


def test_a_message_that_waits_for_ever(history):
    history.messages[0].state = "queued"
    assert "is queued" in only(history)


def test_a_message_that_never_came(history):
    history.deliveries.pop(0)
    assert "never came to ada" in only(history)


def test_a_copy_under_another_id(history):
    history.deliveries.append(replace(history.deliveries[0], id="<changed>"))
    assert "was its Message-ID changed" in only(history)


def test_more_copies_than_there_were_faults(history):
    history.deliveries.append(history.deliveries[0])
    assert duplicates(history) == 1
    assert check(history) == []
    history.deliveries.append(history.deliveries[1])
    assert "2 messages came twice" in only(history)


def test_a_server_that_hangs_up_asks_for_the_copy_itself(history):
    history.deliveries.append(replace(history.deliveries[0], hung_up=True))
    assert duplicates(history) == 0

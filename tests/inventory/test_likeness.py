"""Names that look alike are found without comparing all with all, and none is missed."""

import time
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.likeness import ALIKE, CROWD, MOST, pairs, words

NAMES = st.lists(
    st.lists(
        st.sampled_from(["claims", "triage", "payment", "fraud", "intake", "letter", "a", "of"]),
        max_size=5,
    )
    .map(" ".join)
    .filter(bool),
    max_size=12,
)


@settings(deadline=None)
@given(NAMES)
def test_it_finds_what_comparing_all_with_all_finds(names):
    told = dict(enumerate(names))
    found = {(p.one, p.other) for p in pairs(told)}
    for one, other in combinations(told, 2):
        mine, theirs = words(told[one]), words(told[other])
        alike = len(mine & theirs) / max(len(mine | theirs), 1) >= ALIKE
        same = told[one].replace(" ", "") == told[other].replace(" ", "")
        assert ((one, other) in found) == (alike or same)


def test_order_case_accents_plurals_and_hyphens_do_not_matter():
    names = {
        1: "Triage of claims",
        2: "Claim Triage",
        3: "E-mail intake",
        4: "Email intake",
        5: "Café billing",
        6: "cafe billing",
        7: "Payroll",
    }
    found = {(p.one, p.other): p.why for p in pairs(names)}
    assert found == {(1, 2): "same_words", (3, 4): "same_letters", (5, 6): "same_words"}


def test_a_word_that_all_have_leads_to_no_comparison_but_the_same_words_meet():
    names = {n: f"Department {n}" for n in range(10 * CROWD)}
    names |= {10_000: "Department 7"}
    assert [(p.one, p.other) for p in pairs(names)] == [(7, 10_000)]


def test_ten_thousand_names_take_bounded_work():
    common = [
        "claims",
        "triage",
        "payment",
        "fraud",
        "intake",
        "letter",
        "review",
        "audit",
        "policy",
        "broker",
    ]
    names = {n: f"{common[n % 10]} {common[n // 10 % 10]} unit {n % 1500}" for n in range(10_000)}
    began = time.process_time()
    found = pairs(names)
    assert time.process_time() - began < 5
    assert len(found) == MOST
    same = dict.fromkeys(range(10_000), "Claims")
    assert len(pairs(same)) == MOST

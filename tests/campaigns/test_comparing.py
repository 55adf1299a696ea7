"""Three ways: what the answer changed is written where nobody else did, and nothing besides."""

from hypothesis import given
from hypothesis import strategies as st

from continuity.campaigns.comparing import FIELDS, changes, edited, merged, value

ASKS = st.lists(st.sampled_from("abc"), unique=True).map(
    lambda keys: [{"id": key, "name": key.upper()} for key in keys]
)
RECORDS = st.fixed_dictionaries(
    {
        "owner": st.sampled_from(["", "a@x.org", "b@x.org"]),
        "criticality": st.integers(1, 3),
        "description": st.sampled_from(["", "one"]),
        "rto_minutes": st.integers(0, 2),
        "mtpd_minutes": st.integers(2, 4),
        "minimum_capacity": st.sampled_from([0.5, 1.0]),
        "impact": st.sampled_from([[], [{"after_minutes": 0, "cost_per_hour": 1}]]),
        "depends_on": st.lists(st.sampled_from("xyz"), unique=True),
        "dependencies": ASKS,
    }
)


@given(RECORDS)
def test_a_record_does_not_differ_from_itself(one):
    assert not changes(one, one)
    assert not changes(one, {**one, "depends_on": one["depends_on"][::-1]})
    assert not changes(one, {**one, "owner": one["owner"].upper()})


@given(RECORDS, RECORDS)
def test_every_difference_is_told_once_with_both_sides(one, other):
    found = changes(one, other)
    assert len({change.field for change in found}) == len(found)
    assert all((c.before, c.after) == (value(one, c.field), value(other, c.field)) for c in found)


@given(RECORDS, RECORDS)
def test_without_edits_every_change_is_written(seen, said):
    assert not any(merge.conflict or merge.done for merge in merged(seen, said, seen))
    assert not edited(seen, said, seen)


@given(RECORDS, RECORDS)
def test_what_stands_so_already_is_no_conflict(seen, said):
    assert all(merge.done for merge in merged(seen, said, said))


@given(RECORDS, RECORDS, RECORDS)
def test_what_somebody_edited_is_either_a_conflict_or_told(seen, said, now):
    merges = {merge.change.field: merge for merge in merged(seen, said, now)}
    told = {change.field for change in edited(seen, said, now)}
    for change in changes(seen, now):
        field = change.field
        assert (field in told) != (field in merges)
        if field in merges:
            assert merges[field].conflict or merges[field].done


def test_every_field_has_words():
    from continuity.campaigns.words import LABELS

    assert set(LABELS) == set(FIELDS)

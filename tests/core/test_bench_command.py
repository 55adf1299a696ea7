"""``manage.py bench``: finds the benchmarks, prints each figure, fails when one fails."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from continuity.core.bench import Line, benchmarks, best_ms
from continuity.core.management.commands.bench import show


def test_it_lists_the_benchmarks_that_apps_carry():
    out = StringIO()
    call_command("bench", "--list", stdout=out)
    assert out.getvalue().split() == sorted(name for name, _ in benchmarks())
    assert "assess" in out.getvalue().split()


def test_an_unknown_name_is_refused_with_those_that_there_are():
    with pytest.raises(CommandError, match=r"No benchmark nonsense; there are: .*assess") as caught:
        call_command("bench", "nonsense")
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        (Line("a", 900, "ms", 1000), True),
        (Line("a", 1100, "ms", 1000), False),
        (Line("a", 900, "ms", 4, floor=300), True),
        (Line("a", 900, "ms", 2, floor=300), False),
        (Line("a", 900, "ms", 2, floor=0), False),
    ],
)
def test_a_limit_is_for_the_ratio_where_there_is_a_floor(line, holds):
    assert line.holds is holds
    assert show(line).endswith("ok" if holds else "FAIL")


def test_one_missed_limit_fails_the_command(monkeypatch):
    def bench_slow():
        return [Line("slow", 2, "s", 1)]

    monkeypatch.setattr("continuity.risk.bench.bench_slow", bench_slow, raising=False)
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 figures"):
        call_command("bench", "slow", stdout=out)
    assert "FAIL" in out.getvalue()


def test_the_best_of_several_runs_is_taken():
    assert 0 <= best_ms(lambda: None, 3) < 1000

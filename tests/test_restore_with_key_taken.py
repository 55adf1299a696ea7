"""What comes back finds its key taken meanwhile: it gets another, and nothing breaks."""

from continuity.plans import actions as plans
from continuity.runbooks import actions as runbooks


def test_a_runbook_comes_back_beside_its_namesake(browser, home, actor):
    first = runbooks.add_runbook(actor, title="Same")
    runbooks.remove_runbook(actor, first)
    second = runbooks.add_runbook(actor, title="Same")
    assert browser.post(f"{home}runbooks/{first.pk}/restore/").status_code == 302
    rows = runbooks.runbooks.Runbook.objects.for_org(actor.org)
    assert dict(rows.values_list("pk", "key")) == {first.pk: "same-2", second.pk: "same"}


def test_so_does_a_plan(browser, home, actor):
    first = plans.add_plan(actor, title="Same")
    plans.remove_plan(actor, first)
    second = plans.add_plan(actor, title="Same")
    assert browser.post(f"{home}plans/{first.pk}/restore/").status_code == 302
    rows = plans.Plan.objects.for_org(actor.org)
    assert dict(rows.values_list("pk", "key")) == {first.pk: "same-2", second.pk: "same"}

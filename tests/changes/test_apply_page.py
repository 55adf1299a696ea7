"""The page that applies a change: what would be written, and what moved meanwhile."""


def test_applying_lists_what_is_written_and_writes_it(browser, clinic):
    change = clinic.change(clinic.fallback())
    page = browser.get(f"{change.get_absolute_url()}apply/")
    assert "These 1" not in page.text
    assert "“Claude on Bedrock” is added: on Bedrock, 80" in page.text
    seen = page.context["found"].fingerprint
    done = browser.post(f"{change.get_absolute_url()}apply/", {"seen": seen}, follow=True)
    assert "Applied. The inventory is now as it was planned." in done.text
    assert "With this change the score falls" in done.text
    assert clinic.sort.options.count() == 2
    again = browser.get(f"{change.get_absolute_url()}apply/").text
    assert '<button class="primary">' not in again


def test_what_moved_meanwhile_is_shown_again_before_it_is_applied(browser, clinic):
    change = clinic.change(clinic.fallback())
    page = browser.post(f"{change.get_absolute_url()}apply/", {"seen": "0" * 64})
    assert page.status_code == 409
    assert "has moved since you looked" in page.text
    assert "Nothing was changed" in page.text

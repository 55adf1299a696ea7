"""What only together stops a function, on its page."""

from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory


def claims(org, fallbacks):
    function = FunctionFactory(organization=org, name="Claims", rto_minutes=60, mtpd_minutes=240)
    ask = DependencyFactory(organization=org, function=function)
    for position, component in enumerate([ComponentFactory(name="OpenAI API"), *fallbacks]):
        OptionFactory(organization=org, dependency=ask, position=position, on=[component])
    return function


def test_two_that_together_stop_it_are_named(browser, home, org):
    function = claims(org, [ComponentFactory(name="Claude API")])
    text = browser.get(f"{home}inventory/{function.pk}/").text
    assert "1 pair of components keeps it down beyond its" in text
    assert "<strong>Claude API</strong> with OpenAI API" in text or (
        "<strong>OpenAI API</strong> with Claude API" in text
    )


def test_of_many_pairs_the_first_are_shown_and_the_rest_counted(browser, home, org):
    shared = ComponentFactory(name="Claude API")
    function = claims(org, [shared])
    ask = function.dependencies.get()
    first = ask.options.order_by("position").first()
    first.on.add(*(ComponentFactory(name=f"Region {n}") for n in range(19)))
    text = browser.get(f"{home}inventory/{function.pk}/").text
    assert "20 pairs of components keep it down" in text
    assert "and 8 more" in text


def test_where_three_must_fail_no_pair_is_named(browser, home, org):
    function = claims(org, [ComponentFactory(name="Claude API"), ComponentFactory(name="Gemini")])
    assert "What only together stops it" not in browser.get(f"{home}inventory/{function.pk}/").text

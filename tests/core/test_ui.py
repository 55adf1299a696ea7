"""The parts that every page is made of."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from continuity.core.navigation import MAIN, MORE
from continuity.core.status import KNOWN
from continuity.core.templatetags import ui

PARTS = sorted((Path(__file__).parents[2] / "templates" / "ui").glob("*.html"))


def draw(source, path="/", **context):
    request = RequestFactory().get(path)
    return Template(source).render(RequestContext(request, context))


@pytest.mark.parametrize("path", PARTS, ids=lambda p: p.name)
def test_a_part_begins_with_its_inputs(path):
    assert path.read_text().startswith("{# ")


@pytest.mark.parametrize("name", sorted(ui.register.tags))
def test_every_tag_is_told_at_the_top_of_the_library(name):
    assert f"{{% {name} " in ui.__doc__


@pytest.mark.parametrize("name", sorted(ui.register.filters))
def test_every_filter_is_told_at_the_top_of_the_library(name):
    assert name in ui.__doc__ or name == "undo_address"


@pytest.mark.parametrize("word", KNOWN)
def test_a_status_has_a_word_and_a_shape(word):
    drawn = draw("{% status word %}", word=word)
    assert str(KNOWN[word].word) in drawn
    assert "<svg" in drawn


def test_the_four_tones_differ_in_shape():
    shapes = {
        re.search(r"<(circle|path)[^>]*>", draw("{% status 'x' tone=t %}", t=t))[0]
        for t in ("ok", "watch", "poor", "bad", "none")
    }
    assert len(shapes) == 5


def test_a_term_explains_itself_once_a_page():
    drawn = draw("{% term 'RTO' %} {% term 'RTO' %} {% term 'MTPD' %}")
    assert drawn.count("<button") == 2
    assert drawn.count('id="term-RTO"') == 1


def test_outside_a_page_a_term_is_a_plain_word():
    assert Template("{% term 'RTO' %}").render(Context()).strip() == "RTO"


def test_what_people_wrote_is_escaped_in_blocks():
    drawn = draw("{% card name %}{{ name }}{% endcard %}", name="<b>x</b>")
    assert "<b>" not in drawn


def test_a_field_ties_label_help_and_error_together():
    from continuity.core.views import SampleForm

    form = SampleForm({"rto": "2 fortnights"})
    drawn = draw("{% field form.rto %}", form=form)
    assert '<label for="id_rto">' in drawn
    described = re.search(r'aria-describedby="([^"]+)"', drawn)[1].split()
    assert described == ["id_rto_helptext", "id_rto_error"]
    assert all(f'id="{part}"' in drawn for part in described)
    assert 'aria-invalid="true"' in drawn


def test_the_summary_of_errors_links_to_each_field():
    from continuity.core.views import SampleForm

    assert '<a href="#id_name">' in draw("{% fields form %}", form=SampleForm({}))


def test_a_column_sorts_there_and_back_and_keeps_the_filter():
    source = "{% sort 'name' 'Name' %}"
    assert 'href="?q=x&amp;sort=name"' in draw(source, "/?q=x&page=3")
    assert 'href="?sort=-name"' in draw(source, "/?sort=name")
    assert 'aria-sort="descending"' in draw(source, "/?sort=-name")


def test_a_pager_keeps_the_filter():
    page = Paginator(range(30), 10).page(2)
    drawn = draw("{% pager page %}", "/?q=x&page=2", page=page)
    assert "q=x&amp;page=1" in drawn
    assert "11 to 20 of 30" in drawn


def test_a_trend_over_five_points_has_a_table_beside_it():
    from datetime import date

    points = [(date(2026, month, 1), 10.0 * month) for month in range(1, 8)]
    assert "<table" in draw("{% trend p label='Score' %}", p=points)
    assert "<table" not in draw("{% trend p label='Score' %}", p=points[:5])


def test_a_trend_of_fewer_than_two_points_is_words():
    from datetime import date

    assert "Nothing to draw yet" in draw("{% trend p label='Score' %}", p=[])
    one = draw("{% trend p label='Score' %}", p=[(date(2026, 1, 1), 43.0)])
    assert "<svg" not in one
    assert "Score 43 on" in one


def test_the_way_through_is_of_this_organisation(browser, home):
    page = browser.get("/organisations/").text
    assert 'aria-label="Main"' not in page
    page = browser.get(f"{home}settings/members/").text
    assert f'href="{home}settings/members/" aria-current="page"' in page


def test_the_way_through_names_each_place_once():
    names = [name for _, name, *_ in [*MAIN, *MORE]]
    assert len(names) == len(set(names))

"""Functions, dependencies, options."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from continuity.inventory import actions
from continuity.inventory.models import Function, Import
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_runbooks import ExerciseFactory, RunbookFactory
from tests.portfolios import dependency as dependency_of
from tests.portfolios import function as function_of
from tests.portfolios import option as option_of
from tests.portfolios import portfolio


def fresh(row):
    """As read from the database, so that it can tell what changed."""
    return type(row).objects.for_org(row.organization).get(pk=row.pk)


def function(w):
    return fresh(FunctionFactory(organization=w.actor.org))


def dependency(w):
    return fresh(DependencyFactory(organization=w.actor.org))


def option(w, **more):
    return fresh(OptionFactory(organization=w.actor.org, **more))


def spare(w):
    """A fallback: it may go without leaving the dependency short."""
    first = option(w)
    return option(w, dependency=first.dependency, position=first.position + 1)


def moved(w):
    first = option(w)
    option(w, dependency=first.dependency, position=first.position + 1)
    actions.move_option(w.actor, first, 1)


def back(w, row, remove, restore):
    remove(w.actor, row)
    restore(w.actor, type(row).objects.removed(w.actor.org).get(pk=row.pk))


def rows(w):
    """One function, as the question that the list asks for it."""
    return Function.objects.for_org(w.actor.org).filter(pk=function(w).pk)


def from_template(w):
    ComponentFactory(key="azure-openai/sweden-central")
    actions.take_in_template(w.actor, "insurer", ["triage"])


def taken_in(w):
    body = b"Function,RTO,MTPD\nClaims,1 h,8 h\n"
    row = actions.upload(w.actor, SimpleUploadedFile("functions.csv", body))
    actions.work(actions.claim(timezone.now(), row.pk))
    actions.confirm(w.actor, row)
    actions.work(actions.claim(timezone.now(), row.pk))
    return Import.objects.for_org(w.actor.org).get(pk=row.pk)


def measured(w):
    row = spare(w)
    book = RunbookFactory(organization=w.actor.org)
    actions.edit_option(w.actor, row, runbook=book)
    ExerciseFactory(organization=w.actor.org, runbook=book, measured_minutes=40)
    actions.follow_exercises(w.actor)


FIELDS = {"name": "Claims", "rto_minutes": 60, "mtpd_minutes": 480}
CASES = {
    "portfolio.import": lambda w: actions.import_portfolio(
        w.actor, portfolio(function_of(dependency_of(option_of("gpt", "openai"))))
    ),
    "import.take_in": taken_in,
    "import.undo": lambda w: actions.undo_import(w.actor, taken_in(w)),
    "function.add": lambda w: actions.add_function(w.actor, **FIELDS),
    "function.edit": lambda w: actions.edit_function(w.actor, function(w), name="Other"),
    "function.remove": lambda w: actions.remove_function(w.actor, function(w)),
    "function.restore": lambda w: back(
        w, function(w), actions.remove_function, actions.restore_function
    ),
    "function.bulk_edit": lambda w: actions.edit_functions(
        w.actor, rows(w), fields={"criticality": 5}
    ),
    "function.bulk_remove": lambda w: actions.remove_functions(w.actor, rows(w)),
    "function.bulk_undo": lambda w: actions.undo_batch(
        w.actor, actions.remove_functions(w.actor, rows(w))
    ),
    "function.bulk_add": lambda w: actions.add_functions(w.actor, [FIELDS]),
    "option.bulk_add": lambda w: actions.add_option_to_many(
        w.actor, [dependency(w)], name="By hand"
    ),
    "function.merge": lambda w: actions.merge_functions(w.actor, function(w), function(w)),
    "function.from_template": from_template,
    "dependency.add": lambda w: actions.add_dependency(w.actor, function(w), name="Classify"),
    "dependency.edit": lambda w: actions.edit_dependency(w.actor, dependency(w), name="Other"),
    "dependency.remove": lambda w: actions.remove_dependency(w.actor, dependency(w)),
    "dependency.restore": lambda w: back(
        w, dependency(w), actions.remove_dependency, actions.restore_dependency
    ),
    "option.add": lambda w: actions.add_option(w.actor, dependency(w), name="By hand"),
    "option.edit": lambda w: actions.edit_option(w.actor, option(w), name="Other"),
    "option.follow": measured,
    "option.move": moved,
    "option.remove": lambda w: actions.remove_option(w.actor, spare(w)),
    "option.restore": lambda w: back(w, spare(w), actions.remove_option, actions.restore_option),
}

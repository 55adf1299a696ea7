"""A plug-in is a module in a known package; its file name is its name."""

from fnmatch import fnmatchcase as fnmatch
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def discover(package: str) -> dict[str, ModuleType]:
    """Every public module of ``package``, by file name, in name order."""
    root = import_module(package)
    names = sorted(m.name for m in iter_modules(root.__path__) if not m.name.startswith("_"))
    return {name: import_module(f"{package}.{name}") for name in names}


def discover_in_apps(module: str) -> dict[str, ModuleType]:
    """``continuity.<app>.<module>`` of each app that has one, by app name.

    With a ``*`` in ``module`` an app may have several: all of them, by their dotted names.
    """
    found = {}
    for app in iter_modules(import_module("continuity").__path__):
        if app.ispkg:
            inside = import_module(f"continuity.{app.name}").__path__
            for name in sorted(m.name for m in iter_modules(inside) if fnmatch(m.name, module)):
                key = f"{app.name}.{name}" if "*" in module else app.name
                found[key] = import_module(f"continuity.{app.name}.{name}")
    return found

"""A plug-in is a module in a known package; its file name is its name."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def discover(package: str) -> dict[str, ModuleType]:
    """Every public module of ``package``, by file name, in name order."""
    root = import_module(package)
    names = sorted(m.name for m in iter_modules(root.__path__) if not m.name.startswith("_"))
    return {name: import_module(f"{package}.{name}") for name in names}


def discover_in_apps(module: str) -> dict[str, ModuleType]:
    """``continuity.<app>.<module>`` of each app that has one, by app name."""
    found = {}
    for app in iter_modules(import_module("continuity").__path__):
        if app.ispkg:
            inside = import_module(f"continuity.{app.name}").__path__
            if any(m.name == module for m in iter_modules(inside)):
                found[app.name] = import_module(f"continuity.{app.name}.{module}")
    return found

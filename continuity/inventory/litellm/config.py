"""The parts of a proxy's configuration that say what serves what, and what when that fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from continuity.inventory.portable import Fault
from continuity.inventory.portable.fields import NAME_LENGTH

from .yamls import Rows, Table, Text

MAX_DEPLOYMENTS = 5000
MAX_STEPS = 200_000  # values looked at for secrets, an alias as often as it stands
MAX_FAULTS = 200
FROM_ENV = "os.environ/"
_SECRET = re.compile(
    r"(^|_)(api_?key|master_key|salt_key|secret|token|password|passwd|credentials?|private_key|"
    r"access_key(_id)?)($|_)|_api_key$|^apikey$",
    re.I,
)
_NO_SECRET = re.compile(r"max_|_tokens?_|tokens$|cost|limit|name$|_id$|_path$|expir|header", re.I)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Deployment:
    """One row of ``model_list``. ``order``: lower goes first; None goes after those that have one.

    ``host``: of ``api_base``; "" for the provider's own. ``hidden_host``: it comes from a variable.
    """

    group: str
    model: str
    line: int
    id: str = ""
    order: int | None = None
    host: str = ""
    hidden_host: bool = False
    region: str = ""
    provider: str = ""


@dataclass(slots=True)
class Config:
    """``fallbacks``: by model group, each target with its line. ``faults`` end the import."""

    deployments: list[Deployment] = field(default_factory=list)
    fallbacks: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    default_fallbacks: list[tuple[str, int]] = field(default_factory=list)
    narrow_fallbacks: list[tuple[str, str, int]] = field(default_factory=list)
    aliases: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def fault(self, line: int, sentence: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(_place(line), sentence))

    def note(self, line: int, sentence: str) -> None:
        if len(self.notes) < MAX_FAULTS:
            self.notes.append(Fault(_place(line), sentence))


def _place(line: int) -> str:
    return f"line {line}" if line else "the file"


def shown(value: str) -> str:
    """A name of the file as it may stand in a sentence and in a row."""
    return _CONTROL.sub(" ", value).strip()[:NAME_LENGTH].strip()


def config(root: Any) -> Config:
    """What the configuration says; what it says wrongly is in ``faults``."""
    found = Config()
    if not isinstance(root, Table):
        found.fault(1, "is no LiteLLM configuration: it must hold model_list.")
        return found
    _secrets(root, found)
    if "model_list" in root:
        _model_list(root["model_list"], root.lines.get("model_list", 0), found)
    else:
        found.fault(0, "has no model_list: it is no LiteLLM configuration, or includes others.")
    for name in ("litellm_settings", "router_settings"):
        if isinstance(table := root.get(name), Table):
            _settings(table, found)
    if "include" in root:
        line = root.lines.get("include", 0)
        found.note(line, "includes other files, which are not read: import each of them too.")
    return found


def _model_list(rows: Any, line: int, found: Config) -> None:
    if not isinstance(rows, Rows) or not rows:
        found.fault(line, "model_list must be a list of models.")
        return
    if len(rows) > MAX_DEPLOYMENTS:
        found.fault(line, f"model_list has more than {MAX_DEPLOYMENTS} models.")
        return
    for row in rows:
        if not isinstance(row, Table):
            found.fault(getattr(row, "line", line), "must be a model with a model_name.")
        elif made := _deployment(row, found):
            found.deployments.append(made)


def _deployment(row: Table, found: Config) -> Deployment | None:
    params = row.get("litellm_params")
    name, model = row.get("model_name"), None
    if isinstance(params, Table):
        model = params.get("model")
    if not isinstance(name, Text) or not shown(name):
        found.fault(row.line, "has no model_name.")
        return None
    if not isinstance(params, Table) or not isinstance(model, Text) or not shown(model):
        found.fault(row.line, f'"{shown(name)}" has no litellm_params.model.')
        return None
    info = row.get("model_info")
    base = _text(params, "api_base") or _text(params, "base_url")
    return Deployment(
        group=shown(name),
        model=shown(model),
        line=row.line,
        id=shown(_text(info, "id")) if isinstance(info, Table) else "",
        order=_order(params, found),
        host=host_of(base),
        hidden_host=base.startswith(FROM_ENV),
        region=_region(params),
        provider=_text(params, "custom_llm_provider"),
    )


def _text(table: Table, key: str) -> str:
    value = table.get(key)
    return str(value) if isinstance(value, Text) else ""


def _region(params: Table) -> str:
    for key in ("aws_region_name", "vertex_location", "vertex_ai_location", "region_name"):
        value = _text(params, key)
        if re.fullmatch(r"[a-z0-9-]{2,40}", value):
            return value
    return ""


def _order(params: Table, found: Config) -> int | None:
    written = _text(params, "order")
    if not written or written in ("null", "~"):
        return None
    if re.fullmatch(r"-?\d{1,6}", written):
        return int(written)
    found.fault(params.lines.get("order", params.line), "order must be a whole number.")
    return None


def host_of(address: str) -> str:
    """The host of an address, and nothing else of it: no name, no password, no path."""
    if not address or address.startswith(FROM_ENV):
        return ""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host if re.fullmatch(r"[a-z0-9._:-]{1,120}", host) else ""


def _settings(table: Table, found: Config) -> None:
    readers: dict[str, Callable[[Any, int, Config], None]] = {
        "fallbacks": _fallbacks,
        "default_fallbacks": _default,
        "context_window_fallbacks": _narrow("whose text is too long for it"),
        "content_policy_fallbacks": _narrow("that its content policy refuses"),
        "model_group_alias": _aliases,
    }
    for key, read in readers.items():
        if (value := table.get(key)) is not None and not _is_null(value):
            read(value, table.lines.get(key, table.line), found)


def _is_null(value: Any) -> bool:
    return isinstance(value, Text) and value.plain and value in ("", "~", "null", "Null", "NULL")


def _fallbacks(value: Any, line: int, found: Config) -> None:
    for group, target, at in _pairs(value, line, found):
        known = found.fallbacks.setdefault(group, [])
        if target not in [name for name, _ in known]:
            known.append((target, at))


def _default(value: Any, line: int, found: Config) -> None:
    if isinstance(value, Rows):
        found.default_fallbacks += _targets(value, line)
    else:
        found.fault(line, "default_fallbacks must be a list of model names.")


def _narrow(when: str) -> Callable[[Any, int, Config], None]:
    def read(value: Any, line: int, found: Config) -> None:
        for group, target, at in _pairs(value, line, found):
            found.narrow_fallbacks.append((group, f"{target} serves requests {when}", at))

    return read


def _pairs(value: Any, line: int, found: Config) -> Iterator[tuple[str, str, int]]:
    """``[{"a": ["b", "c"]}]``, or the same as one table."""
    tables = value if isinstance(value, Rows) else [value]
    for table in tables:
        if not isinstance(table, Table):
            found.fault(getattr(table, "line", line), "must say {model: [fallback, …]}.")
            continue
        for group, targets in table.items():
            at = table.lines.get(group, line)
            if not isinstance(targets, Rows):
                found.fault(at, f'the fallbacks of "{shown(group)}" must be a list.')
                continue
            for target, place in _targets(targets, at):
                yield shown(group), target, place


def _targets(rows: Rows, line: int) -> list[tuple[str, int]]:
    """Names, or tables that name a model and change what is asked of it."""
    found = []
    for row in rows:
        name = row.get("model") if isinstance(row, Table) else row
        if isinstance(name, Text) and shown(name):
            found.append((shown(name), name.line or line))
    return found


def _aliases(value: Any, line: int, found: Config) -> None:
    if not isinstance(value, Table):
        found.fault(line, "model_group_alias must say {alias: model}.")
        return
    for alias, target in value.items():
        name = target.get("model") if isinstance(target, Table) else target
        if isinstance(name, Text) and shown(name):
            found.aliases[shown(alias)] = (shown(name), value.lines.get(alias, line))


def _secrets(root: Table, found: Config) -> None:
    """Says where a secret stands in plain, and where a key is written twice; reads neither."""
    stack: list[Any] = [root]
    seen: set[int] = set()
    steps = 0
    while stack and steps < MAX_STEPS:
        at = stack.pop()
        if id(at) in seen or not isinstance(at, Table | Rows):
            continue
        seen.add(id(at))
        steps += len(at)
        if isinstance(at, Table):
            for key, line in at.twice:
                found.note(line, f'"{shown(key)}" is written twice; the last one counts.')
            for key, value in at.items():
                if _is_secret(key, value):
                    line = at.lines.get(key, value.line)
                    said = f"{shown(key)} stands here in plain. It was not taken over: keep such "
                    found.note(line, said + "values in the environment, and change this one.")
            stack += reversed(list(at.values()))
        else:
            stack += reversed(at)


def _is_secret(key: str, value: Any) -> bool:
    if not isinstance(value, Text) or not _SECRET.search(key) or _NO_SECRET.search(key):
        return False
    return bool(value.strip()) and not value.startswith(FROM_ENV) and not _is_null(value)

"""YAML as plain lists and dicts that remember their lines; nothing is built, nothing grows.

Tags are not obeyed. An alias stands for the same object as its anchor, so a thousand of them cost
one; who walks the result counts steps. Depth and number of nodes are capped while reading.
"""

from typing import Any

import yaml

MAX_BYTES = 2 * 1024 * 1024
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_TWICE = 50

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """``line`` counts from 1; 0 where there is none to name."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}" if line else sentence)
        self.line, self.sentence = line, sentence


class Text(str):
    """A scalar as it is written. ``line``: where it stands. ``plain``: without quotes."""

    __slots__ = ("line", "plain")
    line: int
    plain: bool


class Rows(list[Any]):
    line: int = 0


class Table(dict[str, Any]):
    """``twice``: keys written again, with the line; the last one counts, as in YAML's readers."""

    line: int = 0

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.twice: list[tuple[str, int]] = []


class _Builder:
    """Puts events together without recursion."""

    def __init__(self) -> None:
        self.root: Any = None
        self.stack: list[Any] = []
        self.keys: list[Text | None] = []  # of the tables on the stack: the key that waits
        self.anchors: dict[str, Any] = {}
        self.nodes = 0

    def event(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            text = Text(event.value)
            text.line, text.plain = line, not event.style
            self.put(text, line, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise YamlError(line, f"*{str(event.anchor)[:60]} stands for nothing above it.")
            self.put(self.anchors[event.anchor], line, None)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.open(
                Rows() if isinstance(event, yaml.SequenceStartEvent) else Table(), line, event
            )
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.keys.pop()

    def open(self, made: Any, line: int, event: Any) -> None:
        made.line = line
        self.put(made, line, event.anchor)
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(line, f"is nested more than {MAX_DEPTH} deep.")
        self.stack.append(made)
        self.keys.append(None)

    def put(self, value: Any, line: int, anchor: str | None) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise YamlError(line, f"holds more than {MAX_NODES} values.")
        if anchor:
            self.anchors[anchor] = value
        if not self.stack:
            self.root = value if self.root is None else self.root
            return
        holder = self.stack[-1]
        if isinstance(holder, Rows):
            holder.append(value)
        elif self.keys[-1] is None:
            self._key(value, line)
        else:
            self._pair(holder, self.keys[-1], value)
            self.keys[-1] = None

    def _key(self, value: Any, line: int) -> None:
        if not isinstance(value, Text):
            raise YamlError(line, "has a key that is no text.")
        self.keys[-1] = value

    def _pair(self, holder: Table, key: Text, value: Any) -> None:
        if key == "<<" and key.plain:
            for table in value if isinstance(value, Rows) else [value]:
                if isinstance(table, Table):
                    self._merge(holder, table)
            return
        if str(key) in holder.lines and len(holder.twice) < MAX_TWICE:
            holder.twice.append((str(key), key.line))
        holder[str(key)] = value
        holder.lines[str(key)] = key.line

    def _merge(self, holder: Table, table: Table) -> None:
        """What a merged table says holds where nothing else is said."""
        self.nodes += len(table)
        if self.nodes > MAX_NODES:
            raise YamlError(holder.line, f"holds more than {MAX_NODES} values.")
        for key, value in table.items():
            holder.setdefault(key, value)


def load(body: bytes) -> Any:
    """Only the first document. Raises `YamlError`, and nothing else."""
    if len(body) > MAX_BYTES:
        raise YamlError(0, f"is larger than {MAX_BYTES // 1024**2} MB.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise YamlError(line, "is not UTF-8 text.") from None
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.event(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context or "cannot be read").split())
        raise YamlError(mark.line + 1 if mark else 0, f"is not YAML: {problem}.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, YamlError):
            raise
        first = " ".join(str(error).split())[:200]
        raise YamlError(0, f"is not YAML: {first}.") from None
    return builder.root

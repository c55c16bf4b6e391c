"""
YAML text -> a JSON value, within bounds: YAML 1.2.2 with the core schema (section 10.3).

PyYAML gives the events; values are made here, because its own loader follows YAML 1.1 (`NO` is false, `12:30` a
number, `=` an error), lets a key stand twice and follows aliases without limit. Keys become texts as they are
written, dates stay texts. A merge key (`<<`), which YAML 1.2 no longer has, is followed as other readers do.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from apicontract.contract.jsontext import DEEPEST, MOST_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable

#: Values that all aliases of a document stand for together: people repeat some hundred, and every walk visits each.
MOST_ALIASED = 100_000

_TAG = "tag:yaml.org,2002:"
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
#: Plain `<<` as a key; the blank, which no plain scalar begins with, tells it from the text in quotes.
_MERGE = " <<"


class YamlError(ValueError):
    """
    A text that is not YAML, or not within the bounds.

    Attributes:
        problem: what was found.
        line: where, from 1.
    """

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


def parse_yaml(text: str) -> Any:
    """
    Read a YAML document strictly and within bounds.

    Raises:
        YamlError: no YAML; a second document, a key twice or one that is no scalar, a tag of another schema, a
            value that JSON lacks; or more depth, digits or values than allowed.
    """
    composer = _Composer()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(error.problem or error.context or "no YAML", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise YamlError(" ".join(str(error).split())) from error
    except (ValueError, OverflowError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(f"a character that Unicode lacks ({error})") from error
    return composer.value


@dataclass
class _Node:
    """
    A list or a mapping that is being filled, or the document itself.

    Attributes:
        value: what it becomes.
        anchor: its name for aliases, or None.
        values: how many values it stands for, itself among them.
        height: levels below it, itself among them.
        key: of a mapping, the key whose value comes next.
        merged: of a mapping, the mappings that merge keys brought, the first one holds.
    """

    value: Any
    anchor: str | None = None
    values: int = 1
    height: int = 0
    key: str | None = None
    merged: list[dict[str, Any]] = field(default_factory=list)

    @property
    def wants_key(self) -> bool:
        """
        Whether it is a mapping whose next value is a key.
        """
        return isinstance(self.value, dict) and self.key is None


@dataclass
class _Composer:
    """
    Makes a value of events, without descending, so that depth and size are known before anything is made.
    """

    value: Any = None
    documents: int = 0
    aliased: int = 0
    open: list[_Node] = field(default_factory=list)
    anchors: dict[str, _Node | None] = field(default_factory=dict)

    def take(self, event: yaml.Event) -> None:
        """
        Take the next event of the parser.

        Raises:
            YamlError: the document exceeds a bound, or is none that JSON can hold.
        """
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlError("a second document", line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(line)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event.anchor, line), line)
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._leaf(event, line), line)

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in {None, "!", f"{_TAG}{'map' if mapping else 'seq'}"}:
            raise YamlError(f"the tag {_shown(event.tag)}, which JSON lacks", line)
        if self.open and self.open[-1].wants_key:
            raise YamlError("a key that is a list or a mapping", line)
        self._hold_depth(1, line)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Node({} if mapping else [], event.anchor, height=1))

    def _end(self, line: int) -> None:
        node = self.open.pop()
        for each in node.merged:
            node.value |= {key: value for key, value in each.items() if key not in node.value}
        if node.anchor:
            self.anchors[node.anchor] = node
        self._add(node, line)

    def _alias(self, name: str, line: int) -> _Node:
        node = self.anchors.get(name)
        if node is None:
            where = "inside what it stands for" if name in self.anchors else "of something that does not stand above"
            raise YamlError(f"the alias *{name} {where}", line)
        self.aliased += node.values
        if self.aliased > MOST_ALIASED:
            raise YamlError(f"aliases that stand for more than {MOST_ALIASED} values", line)
        return node

    def _leaf(self, event: yaml.ScalarEvent, line: int) -> _Node:
        if any("\ud800" <= each <= "\udfff" for each in event.value):
            raise YamlError("half a surrogate pair, which no UTF-8 has", line)
        value: Any = event.value
        if not (self.open and self.open[-1].wants_key):
            value = _scalar(event, line)
        elif event.implicit[0] and value == _MERGE.strip():
            value = _MERGE
        node = _Node(value, event.anchor)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _add(self, node: _Node, line: int) -> None:
        if not self.open:
            self.value = node.value
            return
        self._hold_depth(node.height, line)
        parent = self.open[-1]
        parent.values += node.values
        parent.height = max(parent.height, node.height + 1)
        if isinstance(parent.value, list):
            parent.value.append(node.value)
        elif parent.key is None:
            parent.key = _key(parent, node.value, line)
        elif parent.key == _MERGE:
            parent.merged += _mappings(node.value, line)
            parent.key = None
        else:
            parent.value[parent.key] = node.value
            parent.key = None

    def _hold_depth(self, height: int, line: int) -> None:
        if len(self.open) + height > DEEPEST:
            raise YamlError(f"values nested more than {DEEPEST} deep", line)


def _key(parent: _Node, value: Any, line: int) -> str:
    if not isinstance(value, str):
        raise YamlError("a key that is no text", line)
    if value in parent.value:
        raise YamlError(f"the key {value[:60]!r} is repeated in a mapping", line)
    return value


def _shown(tag: str) -> str:
    return tag.replace(_TAG, "!!")[:60]


def _mappings(value: Any, line: int) -> list[dict[str, Any]]:
    merged = value if isinstance(value, list) else [value]
    if not all(isinstance(each, dict) for each in merged):
        raise YamlError("a merge key '<<' of something that is no mapping", line)
    return merged


def _scalar(event: yaml.ScalarEvent, line: int) -> Any:
    """
    Return the value of a scalar: its tag's, or of a plain one the first that its text can be.
    """
    tag = event.tag if event.tag not in {None, "!"} else "" if event.implicit[0] else f"{_TAG}str"
    if tag and tag.removeprefix(_TAG) not in {"str", *_KINDS}:
        raise YamlError(f"the tag {_shown(tag)}, which JSON lacks", line)
    for name, (pattern, value) in _KINDS.items():
        if tag in {"", _TAG + name} and pattern.fullmatch(event.value):
            return value(event.value, line)
    if tag not in {"", f"{_TAG}str"}:
        raise YamlError(f"{event.value[:60]!r} with the tag {_shown(tag)}", line)
    if not tag and _NO_NUMBER.fullmatch(event.value):
        raise YamlError(f"{event.value}, which JSON lacks", line)
    return event.value


def _whole(text: str, line: int) -> int:
    digits = text.lstrip("+-")
    if len(digits) > MOST_DIGITS:
        raise YamlError(f"a number of {len(digits)} digits, more than {MOST_DIGITS}", line)
    return int(text, 0) if digits[:2] in {"0o", "0x"} else int(text)


def _real(text: str, line: int) -> float:
    value = float(text)
    if math.isinf(value):
        raise YamlError(f"a number beyond the largest double: {text[:20]}", line)
    return value


#: The tags of the core schema in the order in which a plain scalar is tried: what its text must be, its value.
_KINDS: dict[str, tuple[re.Pattern[str], Callable[[str, int], Any]]] = {
    "null": (_NULL, lambda *_: None),
    "bool": (_BOOLEAN, lambda text, _: text.lower() == "true"),
    "int": (_WHOLE, _whole),
    "float": (_REAL, _real),
}

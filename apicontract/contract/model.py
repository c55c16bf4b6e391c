"""
The frozen values that every other module speaks of.

An `Api` is what was promised; a `World` is what there is to answer with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.grades import Grade as Grade  # noqa: PLC0414 - a word of this vocabulary
from apicontract.contract.grades import Promise
from apicontract.contract.rules import field_rules
from apicontract.contract.templates import Template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from apicontract.contract.paging import Paging
    from apicontract.contract.rules import FieldRule, Rule
    from apicontract.contract.visibility import Visibility

#: Any parsed JSON value.
Json: TypeAlias = Any
#: Annotation of a field whose value is made by code that nobody has read: it may differ from shape to shape.
COMPUTED = "x-computed"
#: Annotation of a value that is the key of another record: the `entity` of that, and the `key`, the field that it is.
REFERS = "x-refers"
#: One record of a collection: field name to scalar, to another record, or to a list of either.
Record: TypeAlias = "dict[str, Any]"


class Level(IntEnum):
    """
    How much a finding weighs, lightest first.
    """

    NOTE = 1
    WARNING = 2
    VIOLATION = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    In how many of how many places a statement was seen to hold.

    Attributes:
        seen, of: places where it held, of those where it could have held.
        grade: how well it is known.
        source: the recording, table or section that says so.
    """

    seen: int
    of: int
    grade: Grade
    source: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A documented query parameter that selects records.

    Attributes:
        name: as it stands in a query.
        fields: dotted field paths it looks at (any of them may match); a list on the way is entered.
        lookup: key of `lookups.LOOKUPS`: how record and query are compared.
        type: key of `lookups.TYPES`: how the query text is read.
        related: for type `related`, the entity whose identifiers are the valid choices.
        choices: for type `choice`, the valid texts.
        rules: for the lookup `rule`, the value in plain text to what it selects; a value without a rule selects all.
        grade: how well it is known that the lookup works like this.
        hidden: whether no record shows what it compares: its values are read and refused, and what it selects is open;
            a mock selects as whole recorded lists do, where these tell it of each record.
    """

    name: str
    fields: tuple[str, ...]
    lookup: str
    type: str
    related: str | None = None
    choices: tuple[str, ...] = ()
    grade: Grade = Grade.PUBLISHED
    rules: tuple[tuple[str, Rule], ...] = ()
    hidden: bool = False

    @property
    def query_type(self) -> str:
        """
        Key of `lookups.TYPES` by which a text is read: whether a field is null is a yes or no, whatever its type.
        """
        return "boolean" if self.lookup == "isnull" else self.type


@dataclass(frozen=True, slots=True)
class ListRule:
    """
    What a resource lists of its entity, where that is not every record.

    Attributes:
        rule: which records.
        grade, source: how well that is known, and what says so.
    """

    rule: Rule
    grade: Grade = Grade.PUBLISHED
    source: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """
    A documented search or ordering field.

    Attributes:
        name: as documented (`maker__name`).
        path: dotted path in a record (`maker.name`).
        type: key of `lookups.TYPES`; decides how two values compare.
        form: `hex` for an identifier that is a UUID of 32 digits, which a URL may write as any UUID; else "".
    """

    name: str
    path: str
    type: str = "text"
    form: str = ""


@dataclass(frozen=True, slots=True)
class Modes:
    """
    The levels of detail in which a resource can be had.

    Attributes:
        choices: values of the `mode` parameter that are documented; empty if there is no such parameter.
        list: the mode of a list that asks for none.
        detail: the mode of a single record.
    """

    choices: tuple[str, ...]
    list: str
    detail: str


@dataclass(frozen=True)
class Documentation:
    """
    The prose that a browsable page shows above an answer, as values.

    Attributes:
        sections: in the order shown: a heading and its lines, each a label and a text.
        layout: where the page departs from the framework's own layout (`recordings.page.Layout`), or None.
    """

    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    layout: object = field(default=None, compare=False)


@dataclass(frozen=True)
class Resource:
    """
    What is promised of one collection.

    Attributes:
        name: its folder, and the path below the base path unless a template says otherwise (`config/kinds`).
        title: singular, as the service names a record in prose ("No Thing matches ...").
        entity: the kind of record it lists; the table of a `World` that holds them.
        identifier: field that a detail URL names, with its type (`integer`, `uuid` or `text`).
        modes: levels of detail.
        shapes: mode to shape name (`things/normal`), for lists and detail alike.
        parameters: documented filters, in the order in which they are declared (and errors reported).
        search: documented search fields, in order.
        ordering: documented ordering fields, in order.
        default_ordering: ordering terms when none is asked; empty means "natural order, no promise".
        documentation: what stands above its browsable page.
        evidence: statement (a parameter's name, say) to its evidence.
        template: where the list stands, if not at its name.
        own_url: the field in which records name their own URL, where they show no identifier beside it; else "".
        selects: which records of its entity it lists, where these are not all.
        absent: body that answers a record that there is not, where the service words it in its own way; else None.
        heading: what pages and OPTIONS call it, before `List` and `Instance`, where that is not made of the title.
    """

    name: str
    title: str
    entity: str
    identifier: Field
    modes: Modes
    shapes: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()
    search: tuple[Field, ...] = ()
    ordering: tuple[Field, ...] = ()
    default_ordering: tuple[str, ...] = ()
    documentation: Documentation = Documentation(())
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    template: Template | None = None
    own_url: str = ""
    selects: ListRule | None = None
    absent: Json = None
    heading: str = ""

    @cached_property
    def route(self) -> Template:
        """
        Where the list and its records stand.
        """
        return self.template or Template(self.name)

    @property
    def compared(self) -> tuple[FieldRule, ...]:
        """
        The comparisons of all rules: of what is listed, and of the filters.
        """
        rules = [self.selects.rule] if self.selects else []
        rules += [rule for each in self.parameters for _, rule in each.rules]
        return tuple(each for rule in rules for each in field_rules(rule))

    def parameter(self, name: str) -> Parameter | None:
        """
        Return the documented filter of that name, if there is one.
        """
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Parameter]:
        # The first of a name counts.
        return {each.name: each for each in reversed(self.parameters)}


@dataclass(frozen=True, slots=True)
class Shape:
    """
    One form in which records of an entity are sent: a JSON Schema whose `properties` stand in the order sent.

    Attributes:
        name, uri: folder and file stem below the API's folder (`makers/list`); its `$id`.
        entity: which records have this form (the `x-entity` annotation), or "" for a value object.
        schema: the JSON Schema 2020-12 document; `$ref`s are relative to `uri`.
    """

    name: str
    uri: str
    entity: str
    schema: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Throttle:
    """
    So many requests in so many seconds, counted in a rolling window.
    """

    requests: int
    seconds: int

    def scaled(self, share: float) -> Throttle:
        """
        Return a fraction of it: at least one request in the same time.
        """
        return Throttle(max(int(self.requests * share), 1), self.seconds)


@dataclass(frozen=True, slots=True)
class Host:
    """
    A place where the API is served, which is also a world: a set of records of its own.

    Attributes:
        name, note: how the command line calls it ("staging"), and one sentence for people.
        url: scheme and authority, no path.
        throttle: its published limit for anonymous clients, if any.
    """

    name: str
    url: str
    throttle: Throttle | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """
    A behaviour that is known too weakly to be code.
    """

    value: Json
    grade: Grade
    source: str = ""


@dataclass(frozen=True)
class Api:
    """
    Everything that is promised of one API.

    Attributes:
        name, title, version: the folder's name (`things-1.0`), the name for people, the vendor's number.
        base_path: path prefix of every resource, with both slashes (`/v1/`).
        primary: name of the resource that matters most when requests are few.
        hosts: name to host.
        default_host: the host whose world is served when none is asked.
        paging: how lists are asked for and wrapped.
        resources: name to resource, in the order of registration (the order of the API root).
        shapes: name to shape, those that only nest included.
        behaviour: name to setting; the known names are in `schemas/meta/api.schema.json`.
        promises: id of a check to how well what it promises is known of this API.
        singletons: path below the base path to shape name, for the answers that are no collection.
        token_environment: environment variable that may hold a token; its value is never data.
        seed: on which the random numbers of its worlds depend, so that it keeps them when it is renamed; its name if
            not given.
        visibility: name of a resource to what of it depends on who asks; of others nothing is known.
        folders: where it was read from, most specific first (for evidence, population and reloading).
    """

    name: str
    title: str
    version: str
    base_path: str
    primary: str
    hosts: Mapping[str, Host]
    default_host: str
    paging: Paging
    resources: Mapping[str, Resource]
    shapes: Mapping[str, Shape]
    behaviour: Mapping[str, Setting] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    singletons: Mapping[str, str] = field(default_factory=dict)
    token_environment: str = ""
    seed: str = ""
    visibility: Mapping[str, Visibility] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    def setting(self, name: str) -> Json:
        """
        Return the value of a behaviour setting.

        Raises:
            KeyError: the API does not declare it.
        """
        return self.behaviour[name].value

    def home_of(self, entity: str) -> Resource | None:
        """
        Return the resource at which the records of an entity stand: the first that lists all of them, else some.
        """
        listing = [each for each in self.resources.values() if each.entity == entity]
        return next((each for each in listing if each.selects is None), next(iter(listing), None))

    def grade_of(self, check: str) -> Grade:
        """
        Return how well what a check promises is known: by the framework alone, unless the API's data say otherwise.
        """
        return self.promises[check].grade if check in self.promises else Grade.FRAMEWORK


@dataclass(frozen=True)
class Unserved:
    """
    Something recorded that a world does not show as it was recorded.

    Attributes:
        source: where the recording stands.
        reason: why, in a few words.
        page: whether it is a page of a list; else it is a value or an answer that was left out.
    """

    source: str
    reason: str
    page: bool = True

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True)
class World:
    """
    What a host holds: a table of records for every entity.

    A record is canonical: it has every field of every shape of its entity, and where it refers to another
    entity it holds that entity's own record object (the same object everywhere; records may be cyclic).
    URLs of the API itself (`url`) are not stored: a renderer makes them.

    Attributes:
        name: the host's name.
        tables: entity to its records, in natural order (the order of a list that asks for none).
        unserved: what was recorded and is not shown so: everything else is.
    """

    name: str
    # Records refer to each other: written out, as pytest does with what a failing test was given, they fill any memory.
    tables: Mapping[str, Sequence[Record]] = field(repr=False)
    unserved: tuple[Unserved, ...] = ()

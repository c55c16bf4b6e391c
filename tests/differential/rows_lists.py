"""
What a list can be asked: one named row for each rule of paging, filters, ordering, search and modes.

The names begin with the section of `docs/behaviour.md` or of the published behaviour that they belong to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from differential.part import Part, Row, Scene, filters, join, one_of, pair, raw
from differential.subject import some_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Parameter

NUMBERS = {"integer", "number"}
TEXTS = {"text"}


def _beyond(scene: Scene) -> Part:
    count = len(scene.subject.records(scene.resource))
    return Part((pair("offset", scene.random.choice([count, count + 1, count + 7, count * 3, 10**20])),))


def _offset(scene: Scene) -> Part:
    return Part((pair("offset", scene.random.randrange(len(scene.subject.records(scene.resource)) + 3)),))


def _small_offset(scene: Scene) -> Part:
    limit = scene.random.randrange(1, 9)
    return Part((pair("limit", limit), pair("offset", scene.random.randrange(limit + 1))))


def _limit(scene: Scene) -> Part:
    return Part((pair("limit", scene.random.choice([1, 2, 3, 7, scene.subject.service.maximum_limit])),))


def _too_much(scene: Scene) -> Part:
    maximum = scene.subject.service.maximum_limit
    count = len(scene.subject.records(scene.resource))
    over = scene.random.choice([maximum + 1, maximum * 10, 10**30, "9" * 200])
    return Part((pair("limit", over), pair("offset", max(0, count - 3))))


def _part_of_value(scene: Scene) -> Part | None:
    """
    Give a text filter a piece of what a record has, perhaps in other letters.
    """
    return _piece(scene, [each for each in scene.resource.parameters if each.type == "text" and each.lookup != "in"])


def _piece_for(lookup: str) -> Row:
    """
    Return a row that gives a text filter of one lookup a piece of what a record has, perhaps in other letters.
    """
    return lambda scene: _piece(
        scene, [each for each in scene.resource.parameters if each.type == "text" and each.lookup == lookup]
    )


def _piece(scene: Scene, fitting: Sequence[Parameter]) -> Part | None:
    if not fitting:
        return None
    parameter = scene.random.choice(fitting)
    text = some_value(scene.random, scene.subject, scene.resource, parameter)
    start, end = sorted(scene.random.randrange(len(text) + 1) for _ in range(2))
    piece = scene.random.choice([text, text[start:end], text[:end], text[start:]])
    return Part((pair(parameter.name, scene.random.choice([str, str.upper, str.lower, str.swapcase])(piece)),))


def _bound_for(lookup: str) -> Row:
    """
    Return a row that gives a comparison a value that a record has, so that the bound itself counts.
    """
    return filters({"integer", "number", "date", "date-time", "duration"}, {lookup})


def _part_of_date(lookup: str) -> Row:
    """
    Return a row that asks for years, months or days that records have, or for what is none.
    """

    def make(scene: Scene) -> Part | None:
        fitting = [each for each in scene.resource.parameters if each.lookup == lookup]
        if not fitting:
            return None
        dates = [some_value(scene.random, scene.subject, scene.resource, fitting[0]) for _ in range(2)]
        parts = [str(int(each.replace("T", "-").split("-")[("year", "month", "day").index(lookup)])) for each in dates]
        text = scene.random.choice(["{0}", "{0},{1}", "{0}.0", "{0},x", "{0},", " {0}", "x", "0", "99999", "-1", ""])
        return Part((pair(fitting[0].name, text.format(*parts)),))

    return make


def _values_of(lookup: str, *separators: str) -> Row:
    def make(scene: Scene) -> Part | None:
        fitting = [each for each in scene.resource.parameters if each.lookup == lookup]
        if not fitting:
            return None
        parameter = scene.random.choice(fitting)
        amount = scene.random.randrange(1, 4)
        values = [some_value(scene.random, scene.subject, scene.resource, parameter) for _ in range(amount)]
        if scene.random.random() < 0.4:
            values.append(scene.random.choice(["", "zz", "99999", "\x00", " ", "1.5", "null"]))
        if lookup == "any":
            return Part(tuple(pair(parameter.name, each) for each in values))
        return Part((pair(parameter.name, scene.random.choice(separators).join(values)),))

    return make


def _any_filter(scene: Scene) -> Part | None:
    if not scene.resource.parameters:
        return None
    parameter = scene.random.choice(scene.resource.parameters)
    return Part((pair(parameter.name, some_value(scene.random, scene.subject, scene.resource, parameter)),))


def _bad_filters(scene: Scene) -> Part | None:
    names = [each.name for each in scene.resource.parameters]
    chosen = scene.random.sample(names, min(len(names), 3))
    values = ["\x00", "nonsense", "999999999", "1.5", "", "null"]
    return Part(tuple(pair(each, scene.random.choice(values)) for each in chosen)) if chosen else None


def _repeated_filter(scene: Scene) -> Part | None:
    first, second = _any_filter(scene), _any_filter(scene)
    return first and second and Part((*first.query, *first.query[:1], second.query[0]))


def _terms(form: str, *, several: bool = False) -> Row:
    def make(scene: Scene) -> Part | None:
        names = list(scene.resource.ordering)
        if not names:
            return None
        signed = [scene.random.choice(["", "-"]) + scene.random.choice(names) for _ in range(3 if several else 1)]
        return Part((pair("ordering", form.format(*[",".join(signed)] * 2)),))

    return make


def _words(form: str) -> Row:
    """
    Search for words that a record has in a search field.
    """

    def make(scene: Scene) -> Part | None:
        if not scene.resource.search:
            return None
        record = scene.random.choice(scene.subject.records(scene.resource))
        value = record.get(scene.random.choice(scene.resource.search).partition("__")[0])
        words = [each.strip("\"',") for each in value.split()] if isinstance(value, str) else ["a", "o"]
        words = [each for each in words if each] or ["a"]
        first, second = scene.random.choice(words), scene.random.choice(words)
        start = scene.random.randrange(len(first))
        change = scene.random.choice([str, str.upper, str.lower, str.swapcase])
        return Part(
            (pair("search", form.format(change(first), second, phrase=" ".join(words[:2]), piece=first[start:])),)
        )

    return make


def _mode(scene: Scene) -> Part | None:
    choices = scene.resource.modes.choices
    return Part((pair("mode", scene.random.choice(choices)),)) if choices else None


PAGING: Mapping[str, Row] = {
    "3 no limit": lambda _: Part(),
    "3 limit in range": _limit,
    "3 limit above the maximum": _too_much,
    "3 limit of nothing": one_of("limit", 0, -1, "-0", "00"),
    "3 limit unreadable": one_of("limit", "abc", "", "2.5", "1e1", "0x5", "--1", "\x00", "5\x00", "1 0", "null"),
    "3 limit as int() reads it": one_of("limit", "+5", " 5", "5 ", "\uff15", "1_0", "05", "\u0663", "\t3\n"),
    "3 limit repeated": raw("limit=3&limit=5", "limit=5&limit=abc", "limit=abc&limit=2", "limit=3&limit="),
    "3 offset in steps and between": _offset,
    "3 offset unreadable": one_of("offset", -1, "abc", "", "2.5", "\x00", "-0", "1e1"),
    "3 offset as int() reads it": one_of("offset", "+5", " 5", "\uff15", "1_0", "05"),
    "3 offset repeated": raw("offset=3&offset=5", "offset=5&offset=x", "offset=x&offset=2"),
    "3 offset at or past the end": _beyond,
    "3 previous drops the offset": _small_offset,
    "3 links keep unknown parameters": one_of("zzz", "1", "a b", "a,b", '"q"', "ä", "~", "*", "a/b?c", "<>&="),
    "3 links encode as forms do": raw("x=a+b", "x=a%20b", "x=a,b", "x='q'", "x=%C3%A4", "x=(1)", "x=a!b*c", "x=@:$"),
    "3 links keep blank values": raw("name=", "x=&y=", "zzz", "x", "=1", "="),
    "3 links keep repeated values in order": raw("b=2&a=9&b=1&a=1", "x=2&x=1&x=", "limit=2&x=1&limit=3"),
    "13 links of odd bytes": raw(
        "x=%FF", "x=~", "a=1;b=2", "x=%zz", "x=%", "&&x=1&", "x=%F0%9F%9A%80", "x=%00", "x=%C3", "x=%ED%A0%80", "x=%2B"
    ),
    "13 offset past an empty result": join(one_of("search", "zzzzzz"), one_of("offset", 1, 5, 10, 11, 30)),
}

FILTERS: Mapping[str, Row] = {
    "4 a filter that selects": _any_filter,
    "4 text": filters(TEXTS, None, " ", "a", "A", " padded ", "\x00", "a\x00", "%", "_", "🚀", "ß", "SS", "\\", "\r\n"),
    "4 piece of a text": _part_of_value,
    **{f"4 lookup {name}": _piece_for(name) for name in ("exact", "iexact", "contains", "icontains")},
    **{f"4 lookup {name}": _piece_for(name) for name in ("startswith", "istartswith", "endswith", "iendswith")},
    **{f"4 lookup {name}": _bound_for(name) for name in ("gt", "gte", "lt", "lte")},
    "4 integer": filters({"integer"}, None, "0", "-1", "12.9", "-12.9", " 12 ", "1e2", "x"),
    "4 boolean": filters({"boolean"}, None, "true", "True", "TRUE", "1", "false", "False", "FALSE", "0"),
    "4 form-boolean": filters({"form-boolean"}, None, "true", "True", "TRUE", "1", "2", "false", "FALSE", "0", "3"),
    "13 boolean of odd spelling": filters(
        {"boolean"}, None, "yes", "t", " true", "true ", "2", "\x00", "null", "on", "tRuE", "unknown", "None"
    ),
    "4 related, known": filters({"related"}, {"exact"}),
    "4 related, unknown": filters({"related"}, {"exact"}, "999", "-1", "0", "9" * 30, "1,2", "abc"),
    "13 related as int() reads it": filters(
        {"related"}, {"exact"}, " 4", "+4", "04", "٤", "1_0", "4 ", " 1", "+1", "01"
    ),
    "13 related refused": filters(
        {"related"}, {"exact"}, "4.0", "null", " ", "\x00", "4\x00", "1,2", "[]", "1e0", "True"
    ),
    "4 number": filters(
        NUMBERS,
        None,
        "12.5",
        "0",
        "-0",
        " 5 ",
        "1e2",
        "abc",
        "NaN",
        "Infinity",
        "1_0",
        "\uff11\uff12",
        "9" * 40,
        "1e51",
        "\x00",
    ),
    "4 number at its edges": filters(
        NUMBERS, None, "120", "119.9", "120.000001", "-1.5", "-0.5", "1e-9", "1e400", "1,000", "0x1", "+7", "", "--1"
    ),
    "4 date": filters({"date"}, None, "1999-12-31", "12/31/1999", "12/31/99", "Jan 5 1999", "5 January 1999"),
    "4 date unreadable": filters(
        {"date"},
        None,
        "1999-02-30",
        "19990105",
        "1999-W01-1",
        "1999-1-5",
        " 1999-01-05 ",
        "1999-01-05T00:00",
        "x",
        "\x00",
    ),
    "4 date-time": filters(
        {"date-time"}, None, "2015-01-01", "2015-01-01T00:00:00Z", "2015-01-01 00:00", "2015-01-01T02:00:00+02:00", "x"
    ),
    "4 duration": filters(
        {"duration"}, None, "P1D", "PT45M", "45:00", "1 00:00:00", "1.5", "-PT5M", "P1W", "P1Y", "x", "p1d"
    ),
    "4 uuid": filters({"uuid"}, None, "nonsense", "{0}", "00000000-0000-4000-8000-000000000000", " ", "\x00", "1" * 32),
    "4 choice": filters({"choice"}, None, "de", "DE", "xx", "", " de", "\x00", "null"),
    **{f"4 lookup {name}": _part_of_date(name) for name in ("year", "month", "day")},
    "4 rule": filters(
        {"boolean", "choice"}, {"rule"}, "true", "false", "1", "0", "x", "", "shelved", "orphan", "classic"
    ),
    "4 null or not": filters({"boolean"}, {"isnull"}, "true", "false", "1", "0", "x"),
    "4 list of values": _values_of("in", ",", ", ", ",,"),
    "4 repeated values": _values_of("any"),
    "4 repeated filter, the last counts": _repeated_filter,
    "13 bad filters are reported together": _bad_filters,
    "13 filter errors before search errors": join(_bad_filters, one_of("search", "\x00")),
    "4 filter on a detail": lambda scene: (part := _any_filter(scene)) and Part(path=scene.detail()) | part,
    "4 bad filter on a detail": lambda scene: (part := _bad_filters(scene)) and Part(path=scene.detail()) | part,
    "4 search on a detail": lambda scene: Part(path=scene.detail()) | one_of("search", "zzz", "a", "\x00", "")(scene),
    "4 unknown names are ignored": one_of("no_such_filter", "1", "x"),
}

ORDERING: Mapping[str, Row] = {
    "5 one term": _terms("{}"),
    "5 several terms": _terms("{}", several=True),
    "5 unknown terms are dropped": _terms("nonsense,{},-nothing"),
    "5 blanks around terms": _terms(" {} , x"),
    "5 invalid forms are dropped": one_of(
        "ordering", "--id", "+id", "ID", "pk", "name,", "", ",", "-", "?", "id__x", "\x00"
    ),
    "5 doubled signs": _terms("-{},-{}"),
    "5 repeated, the last counts": lambda scene: (
        (part := _terms("{}")(scene)) and Part((pair("ordering", "nonsense"), *part.query))
    ),
    "5 order= does nothing": one_of("order", "id", "-id"),
    "5 ties are stable in number": join(_terms("{}"), _limit, _offset),
}

SEARCH: Mapping[str, Row] = {
    "6 a word": _words("{0}"),
    "6 a piece of a word": _words("{piece}"),
    "6 two words must both match": _words("{0} {1}"),
    "6 commas separate too": _words("{0},{1}"),
    "6 a quoted phrase": _words('"{phrase}"'),
    "6 a phrase in single quotes": _words("'{phrase}'"),
    "6 an unbalanced quote is literal": _words('"{0}'),
    "6 nothing to search": one_of("search", "", " ", ",", ",,", " , ", "\t"),
    "6 % and _ are literal": one_of("search", "%", "_", "a%", "_b", "\\", "\\%", "100%"),
    "6 a null character": one_of("search", "\x00", "a\x00b"),
    "6 letter case of all alphabets": one_of(
        "search", "ä", "Ä", "ß", "SS", "straße", "İ", "\u0131", "é", "É", "ö", "\u017f"
    ),
    "13 lone quotes match everything": one_of("search", '"', "'", '""', "''", '"" a', "\"'", "'\""),
    "13 a comma in quotes": one_of("search", '"a,b"', '"x,y"', "'x,y'", '"a,', ',"a"', '"a",'),
    "6 escapes in quotes": one_of("search", '"a\\"b"', '"\\\\"', "'O\\'N'", '"O\'N"', '"a"b', 'a"b c"', "O'Neill"),
}

MODES: Mapping[str, Row] = {
    "7 a documented mode": _mode,
    "7 an unknown mode": one_of("mode", "list", "mini", "Detailed", "NORMAL", "", " normal", "detailed,normal", "\x00"),
    "7 mode on a detail": lambda scene: (
        Part(path=scene.detail()) | one_of("mode", "normal", "list", "brief", "x")(scene)
    ),
    "7 mode repeated": raw("mode=detailed&mode=normal", "mode=x&mode=detailed", "mode=full&mode=brief"),
}

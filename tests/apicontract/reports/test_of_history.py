"""
The life of a field or a parameter becomes a text, a document and a page with a chart.
"""

from __future__ import annotations

import json

import pytest
from lxml import html

from apicontract.diff.nights.history import Life, LifeNight
from apicontract.reports.of_history import (
    HISTORY_FORMATS,
    Bar,
    chart_of,
    history_html,
    history_json,
    history_text,
)


def night(day: str = "2026-03-01", valued: int = 4, null: int = 0, missing: int = 0) -> LifeNight:
    """
    Return a night of a field of which so many records have a value, null or nothing.
    """
    return LifeNight(day, valued + null + missing, valued, null, missing, "string", '"a"')


def life(*nights: LifeNight, **changes: object) -> Life:
    """
    Return the life of a field.
    """
    values = {
        "name": "trees.remark",
        "kind": "field",
        "first": "2026-03-01T03:17:00Z",
        "last": "2026-03-02T03:17:00Z",
        "places": ("trees list: remark",),
        "nights": nights,
        "events": (("2026-03-01T03:17:00Z", "is recorded for the first time"),),
    }
    return Life(**values | changes)  # type: ignore[arg-type]


FIELD = life(night(), night("2026-03-02", 1, 2, 1))
PARAMETER = life(
    LifeNight("2026-03-01", 12, 10, 0, 2, "pear, apple", "3 to 5 records"),
    name="trees.kind",
    kind="parameter",
    places=("trees: parameter kind",),
    events=(),
)

TEXT = """\
field trees.remark (orchard-1, https://orchard.example)
  first recorded 2026-03-01T03:17:00Z, last 2026-03-02T03:17:00Z
  at trees list: remark

  2026-03-01T03:17:00Z  is recorded for the first time

  night       records  with value  null  missing  types   values
  2026-03-01  4        4           0     0        string  "a"
  2026-03-02  4        1           2     1        string  "a"
"""
TEXT_OF_PARAMETER = """\
parameter trees.kind (orchard-1, https://orchard.example)
  first recorded 2026-03-01T03:17:00Z, last 2026-03-02T03:17:00Z
  at trees: parameter kind


  night       answers  kept    broken  sent         selected
  2026-03-01  12       10      2       pear, apple  3 to 5 records
"""


@pytest.mark.parametrize(
    ("lives", "text"),
    [
        ((FIELD,), TEXT),
        ((PARAMETER,), TEXT_OF_PARAMETER),
        ((FIELD, PARAMETER), f"{TEXT}\n{TEXT_OF_PARAMETER}"),
        ((PARAMETER, FIELD), f"{TEXT_OF_PARAMETER}\n{TEXT}"),
    ],
)
def test_the_text_has_a_row_for_each_night(lives: tuple[Life, ...], text: str) -> None:
    """
    Moments, places and events come first, then the columns of the kind, as wide as what stands in them.
    """
    assert text == history_text(lives, "orchard-1", "https://orchard.example")


def test_what_is_not_known_is_said_in_the_text() -> None:
    """
    Without a host none is named; a moment or a day that no recording tells is unknown.
    """
    lines = history_text([life(night(""), first="", last="")], "orchard-1", "").splitlines()

    assert [
        "field trees.remark (orchard-1)",
        "  first recorded at an unknown moment, last at an unknown moment",
        '  unknown  4        4           0     0        string  "a"',
    ] == [lines[0], lines[1], lines[-1]]


def test_nothing_in_the_text_acts_on_a_terminal() -> None:
    """
    Names, places, events and values are written visibly, and columns are as wide as what is written.
    """
    hostile = LifeNight("2026-03-01", 1, 1, 0, 0, "\x1b[2J", "v")
    text = history_text([life(hostile, name="a\x1b", places=("b\x07",), events=(("now", "c\n"),))], "d\x08", "e\u202e")

    assert (
        r"""field a\x1b (d\x08, e\u202e)
  first recorded 2026-03-01T03:17:00Z, last 2026-03-02T03:17:00Z
  at b\x07

  now  c\n

  night       records  with value  null  missing  types    values
  2026-03-01  1        1           0     0        \x1b[2J  v
"""
        == text
    )


def test_the_document_says_the_same() -> None:
    """
    For programs, every life stands in it as it is, letters of all languages as themselves.
    """
    text = history_json([life(night(), name="trees.größe")], "orchard-1", "https://orchard.example")

    assert ("trees.größe" in text, True) == (text.startswith('{\n  "tool"'), text.endswith("}\n"))
    assert {
        "tool": "history",
        "api": "orchard-1",
        "host": "https://orchard.example",
        "lives": [
            {
                "name": "trees.größe",
                "kind": "field",
                "first": "2026-03-01T03:17:00Z",
                "last": "2026-03-02T03:17:00Z",
                "places": ["trees list: remark"],
                "nights": [
                    {
                        "day": "2026-03-01",
                        "of": 4,
                        "valued": 4,
                        "null": 0,
                        "missing": 0,
                        "shown": "string",
                        "values": '"a"',
                    }
                ],
                "events": [["2026-03-01T03:17:00Z", "is recorded for the first time"]],
            }
        ],
    } == json.loads(text)


def test_the_page_has_a_chart_and_a_table_for_each_life() -> None:
    """
    A page on several lives is named by the first, and each has its own columns and legend.
    """
    page = html.fromstring(history_html([FIELD, PARAMETER], "orchard-1", "https://orchard.example"))
    tables = [
        [[cell.text_content() for cell in row.xpath("th | td")] for row in table.xpath(".//tr")]
        for table in page.xpath("//table")
    ]

    assert "apicontract history: trees.remark" == page.findtext(".//h1")
    assert [
        [
            ["night", "records", "with value", "null", "missing", "types", "values"],
            ["2026-03-01", "4", "4", "0", "0", "string", '"a"'],
            ["2026-03-02", "4", "1", "2", "1", "string", '"a"'],
        ],
        [
            ["night", "answers", "kept", "", "broken", "sent", "selected"],
            ["2026-03-01", "12", "10", "", "2", "pear, apple", "3 to 5 records"],
        ],
    ] == tables
    assert [["with a value", "null", "missing"], ["kept", "broken"]] == [
        [each.text_content() for each in legend.xpath("li")] for legend in page.xpath("//ul[@class='legend']")
    ]


def test_each_format_has_its_maker() -> None:
    """
    The formats are those of the command line.
    """
    assert {"text": history_text, "json": history_json, "html": history_html} == dict(HISTORY_FORMATS)


@pytest.mark.parametrize(
    ("nights", "second", "width"),
    [(2, 24.0, 20.0), (29, 24.0, 20.0), (30, 24.0, 20.0), (31, 23.23, 19.35), (37, 19.46, 16.22), (60, 12.0, 10.0)],
)
def test_nights_stand_side_by_side(nights: int, second: float, width: float) -> None:
    """
    Up to thirty nights are as wide as can be; more share the drawing. A sixth of a night is the gap to the next.
    """
    chart = chart_of(life(*[night()] * nights))

    assert (720.0, nights, 0.0, second, width) == (
        chart.width,
        len(chart.bars),
        chart.bars[0].x,
        chart.bars[1].x,
        chart.bars[1].width,
    )


@pytest.mark.parametrize(
    ("found", "bars"),
    [
        (night(valued=4), [Bar("kept", 0.0, 10.0, 20.0, 100.0)]),
        (night(valued=0, null=1), [Bar("undecided", 0.0, 10.0, 20.0, 100.0)]),
        (night(valued=0, missing=1), [Bar("violated", 0.0, 10.0, 20.0, 100.0)]),
        (
            night(valued=1, null=1, missing=1),
            [
                Bar("kept", 0.0, 76.67, 20.0, 33.33),
                Bar("undecided", 0.0, 43.33, 20.0, 33.33),
                Bar("violated", 0.0, 10.0, 20.0, 33.33),
            ],
        ),
        (
            night(valued=3, missing=1),
            [Bar("kept", 0.0, 35.0, 20.0, 75.0), Bar("violated", 0.0, 10.0, 20.0, 25.0)],
        ),
        (night(valued=0), []),
    ],
)
def test_a_night_is_drawn_by_its_shares(found: LifeNight, bars: list[Bar]) -> None:
    """
    From the ground upwards: values, nulls, what is missing; a share that nothing has is not drawn.
    """
    assert bars == list(chart_of(life(found)).bars)


@pytest.mark.parametrize(
    ("nights", "labels"),
    [
        (1, [0.0]),
        (6, [0.0, 24.0, 48.0, 72.0, 96.0, 120.0]),
        (7, [0.0, 48.0, 96.0, 144.0]),
        (12, [0.0, 48.0, 96.0, 144.0, 192.0, 240.0]),
        (13, [0.0, 72.0, 144.0, 216.0, 288.0]),
        (37, [0.0, 136.22, 272.43, 408.65, 544.86, 681.08]),
    ],
)
def test_dates_stand_below_the_chart(nights: int, labels: list[float]) -> None:
    """
    Six at the most, evenly apart, each below the night that it names.
    """
    found = chart_of(life(*(night(f"day {number}") for number in range(nights)))).labels
    every = -(-nights // 6)

    assert [(x, f"day {place * every}") for place, x in enumerate(labels)] == [(each.x, each.text) for each in found]


def test_a_chart_is_told() -> None:
    """
    Who does not see it hears how many nights there are and what happened; a day may be unknown.
    """
    chart = chart_of(life(night(""), events=(("a", "began"), ("b", "ended"))))

    assert ("1 nights. a: began; b: ended.", ["unknown"]) == (chart.told, [each.text for each in chart.labels])

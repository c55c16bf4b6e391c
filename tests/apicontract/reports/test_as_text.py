"""
The report for a terminal.
"""

import re

from apicontract.reports import render
from apicontract.reports.report import Report


def test_the_whole_text(diff_report: Report) -> None:
    """
    A diff reads as heading, findings with their places, and the figures.
    """
    assert render(diff_report, "text") == (
        "apicontract diff: main..HEAD (library-1.0)\n"
        "\n"
        "BREAKING answer-field-removed: books/normal: pages is no longer sent\n"
        "  rule: A field that clients may read was removed.\n"
        "  place: books results[].pages -> (absent)\n"
        "\n"
        "COMPATIBLE answer-field-added: books/normal: page_count was added\n"
        "  rule: A field was added that clients do not know.\n"
        "  place: (absent) -> books results[].page_count\n"
        "\n"
        "1 breaking, 1 compatible\n"
    )


def test_undecided_is_never_shown_as_kept(check_report: Report) -> None:
    """
    An undecided rule is called so, with its reason, where the list of the rules is asked for.
    """
    told = "undecided limit-kept [books] (0 exchanges): the budget was spent\n"

    assert [False, True] == [told in render(check_report, "text", verbose=each) for each in (False, True)]


def test_a_server_that_was_not_reached_is_one_line() -> None:
    """
    Where nothing was learnt, the reason is all there is to say.
    """
    ended = "https://api.example: [Errno 111] Connection refused"
    report = Report("check", "https://api.example", "library-1.0", remarks=(ended,), ended=ended)

    assert f"apicontract check: https://api.example (library-1.0): nothing decided: {ended}\n" == render(report, "text")


def test_colour_only_adds_escapes(check_report: Report) -> None:
    """
    With colours the same words are shown.
    """
    coloured = render(check_report, "text", colour=True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(check_report, "text")


def test_hostile_text_cannot_act_on_a_terminal_or_a_ci_server(hostile_report: Report) -> None:
    """
    No control character and no line of its own is left to a text from outside.
    """
    lines = render(hostile_report, "text").splitlines()
    assert all(each.isprintable() for each in lines)
    assert not [each for each in lines if each.lstrip().startswith("::")]

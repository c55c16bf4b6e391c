"""
The report as annotations of a pull request.
"""

from apicontract.reports import render
from apicontract.reports.report import Report


def test_annotations(diff_report: Report) -> None:
    """
    Each finding is a command at its file and line, followed by the figures.
    """
    assert render(diff_report, "github") == (
        "::error file=schemas/library-1.0/books/normal.schema.json,line=12,title=breaking%3A answer-field-removed"
        "::books/normal: pages is no longer sent%0Aplace: books results[].pages -> (absent)\n"
        "::notice title=compatible%3A answer-field-added"
        "::books/normal: page_count was added%0Aplace: (absent) -> books results[].page_count\n"
        "::notice title=apicontract diff%3A main..HEAD (library-1.0)::1 breaking, 1 compatible\n"
    )


def test_hostile_text_starts_no_command(hostile_report: Report) -> None:
    """
    A text from outside neither opens a line, nor ends a property, nor uses the older form of a command.
    """
    lines = render(hostile_report, "github").splitlines()
    assert [each.split(" ")[0] for each in lines] == ["::error", "::notice"]
    properties = lines[0].removeprefix("::error ").split("::")[0]
    assert [each.split("=")[0] for each in properties.split(",")] == ["file", "line", "title"]
    assert "##[" not in "".join(lines)

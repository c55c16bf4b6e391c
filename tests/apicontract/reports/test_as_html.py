"""
The report as a page.
"""

from lxml import html

from apicontract.reports import render
from apicontract.reports.report import Report


def test_the_page_is_self_contained(report: Report) -> None:
    """
    The page names no outside asset and has no script.
    """
    page = html.fromstring(render(report, "html"))
    assert (
        page.xpath(
            "//script | //link | //img | //iframe | //@src | //@href | //@style | //@*[starts-with(name(), 'on')]"
        )
        == []
    )


def test_the_summary_comes_before_the_findings(check_report: Report) -> None:
    """
    A reader meets the figures first, then the violations, then the laws.
    """
    text = html.fromstring(render(check_report, "html")).text_content()
    places = [
        text.index(each) for each in ("1 kept, 1 violated", "Violations", "4 of 10 rows", "Checks", "budget was spent")
    ]
    assert places == sorted(places)


def test_a_law_stands_with_its_sentence_and_grade(check_report: Report) -> None:
    """
    Each law is shown with its promise and how well that is known.
    """
    rows = html.fromstring(render(check_report, "html")).xpath("//tbody/tr")
    assert [" ".join(each.text_content().split()) for each in rows] == [
        "rows-satisfy-filtersbooks violated 3 Every row has the value that was asked for. (published)",
        "rows-sortedbooks kept 2 Rows stand in the order asked for. (recorded)",
        "limit-keptbooks undecided 0 A page holds no more rows than asked for. (framework)the budget was spent",
    ]


def test_the_chart_has_a_segment_for_each_state(check_report: Report) -> None:
    """
    The ring is divided by the number of verdicts, and says so to a screen reader.
    """
    chart = html.fromstring(render(check_report, "html")).xpath("//svg")[0]
    assert chart.get("aria-label") == "1 kept, 1 violated, 1 undecided"
    assert {each.get("stroke-dasharray").split()[0] for each in chart} == {"33.333"}


def test_the_curl_line_can_be_copied(check_report: Report) -> None:
    """
    The line that reproduces a violation stands on the page as it is typed.
    """
    lines = html.fromstring(render(check_report, "html")).xpath("//pre/code/text()")
    assert lines == ["curl -sS 'https://api.example/books/?in_print=true'"]


def test_hostile_text_adds_no_element(hostile_report: Report) -> None:
    """
    A text from outside is shown as text.
    """
    page = html.fromstring(render(hostile_report, "html"))
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.text_content()

"""
Pages as people have them: copied through a clipboard, a mail, a word processor.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.recordings import read_recording
from apicontract.evidence.recordings.copied import cleaned, name_lists
from apicontract.evidence.recordings.page import read_page

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """Ordering

Fields - id, name

GET /v1/books/?limit=1
HTTP 200 OK
Allow: GET
Content-Type: application/json

{
    "count": 1,
    "next": null,
    "name": "a\u00a0b <br> c"
}"""
BODY = b'{"count":1,"next":null,"name":"a\xc2\xa0b <br> c"}'


@pytest.mark.parametrize("blank", ["\u00a0", "\u2007", "\u202f", "\u3000"])
def test_blanks_of_other_kinds_are_blanks(blank: str) -> None:
    """
    What stands for a blank outside of JSON texts is one; inside of them it stays.
    """
    copied = PAGE.replace("    ", blank * 4).replace("GET /", f"GET{blank}/").replace(" 200 ", f"{blank}200{blank}")

    assert BODY == read_page(copied, "page", "https://books.test").body


@pytest.mark.parametrize("end", ["<br>", "<br/>\n", "<br />\n", "\u2028"])
def test_breaks_are_ends_of_lines(end: str) -> None:
    """
    A break that was copied as markup ends a line, and so does the line separator.
    """
    read = read_page(PAGE.replace("\n", end), "page", "https://books.test")

    assert (BODY, ("Allow", "GET")) == (read.body, read.headers[0])


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff"])
def test_marks_without_width_are_nothing(mark: str) -> None:
    """
    What nobody sees parts no tokens.
    """
    assert BODY == read_page(PAGE.replace("{\n", f"{mark}{{{mark}\n"), "page", "https://books.test").body


@pytest.mark.parametrize("below", ["\n\nRaw data HTML form\n\nPUT\n", "\n\n\u00a9 2026 Books", "\nPowered by things\n"])
def test_what_stands_below_the_answer_is_left_out(below: str) -> None:
    """
    Labels of forms and the footer are no part of the answer.
    """
    assert BODY == read_page(PAGE + below, "page", "https://books.test").body


@pytest.mark.parametrize("below", ["x", "}", f"\n\n{PAGE}", "\n{}"])
def test_a_second_answer_is_refused(below: str) -> None:
    """
    What breaks the JSON, or is another answer, is no footer.
    """
    with pytest.raises(DataError, match="Extra data"):
        read_page(PAGE + below, "page", "https://books.test")


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Fields - id, name, size"],
        ["Fields - id,", "name,", "size"],
        ["Fields - id", "name", "size"],
        ["Fields -", "id", "name", "size"],
        ["Fields - id\nname\nsize"],
    ],
)
def test_a_list_may_have_one_name_a_line(paragraphs: list[str]) -> None:
    """
    However a list of names was broken into lines, it is one list; the heading behind it is none of the names.
    """
    assert ["Fields - id, name, size", "Help"] == list(name_lists([*paragraphs, "Help"]))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_text_with_a_byte_order_mark_is_read(tmp_path: Path, mark: bytes, encoding: str) -> None:
    """
    Editors of Windows write one before UTF-8 and UTF-16.
    """
    path = tmp_path / "page.txt"
    path.write_bytes(mark + PAGE.replace("\n", "\r\n").encode(encoding))

    assert BODY == read_recording(path, host="https://books.test")[0].body


def test_markup_may_have_breaks_and_entities(tmp_path: Path) -> None:
    """
    A saved page whose lines end in breaks, and whose blanks are entities, is read like any other.
    """
    path = tmp_path / "page.html"
    request, answer = (
        "GET /v1/books/",
        "HTTP&nbsp;200&nbsp;OK<br>Allow:&nbsp;GET<br><br>{<br>&nbsp;&nbsp;&quot;id&quot;: 7<br>}",
    )
    path.write_text(f"<html><body><pre>{request}</pre><pre>{answer}</pre><footer>x</footer></body></html>", "utf-8")

    assert b'{"id":7}' == read_recording(path, host="https://books.test")[0].body


def test_a_json_text_is_left_alone() -> None:
    """
    No character inside of quotes is touched.
    """
    assert '{"a": "\u00a0<br>"}' == cleaned('{"a":\u00a0"\u00a0<br>"}')

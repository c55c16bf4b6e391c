"""
What a person does with the pages, from the index to a record and the documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    from conftest import Visitor

API = load_api()
RESOURCE = API.resources[API.primary]
SIZE = API.paging.default_limit
LIST = f"{API.base_path}{RESOURCE.name}/"
FLAG = next(each.name for each in RESOURCE.parameters if each.type == "boolean")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_filter_by_the_form(script: bool, visitor: Visitor, mock: str) -> None:  # noqa: FBT001 - a parameter
    """
    Choosing a filter and applying it gives the filtered list; the form shows what was chosen.
    """
    page = visitor.open(mock + LIST, script=script)
    page.get_by_label(FLAG, exact=True).select_option("False")
    page.get_by_role("button", name="Apply").click()

    assert f"{FLAG}=False" in page.url
    assert page.get_by_label(FLAG, exact=True).input_value() == "False"
    assert page.locator(".status").inner_text() == "HTTP 200 OK"


def test_empty_inputs_stay_out_of_the_address(visitor: Visitor, mock: str) -> None:
    """
    The address names the one thing asked for, and no empty parameter.
    """
    page = visitor.open(mock + LIST)
    page.get_by_role("searchbox").fill("a b")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**search=**")

    assert page.url == f"{mock}{LIST}?search=a+b"


def test_from_list_to_record_to_documentation(visitor: Visitor, mock: str) -> None:
    """
    List, next page, a record by its link, back by the trail, the documentation: each leads to the next.
    """
    page = visitor.open(f"{mock}{LIST}?{FLAG}=False")
    page.get_by_role("link", name="Next").first.click()
    assert [str(SIZE + 1), str(2 * SIZE)] == re.findall(r"\d+", page.locator(".where").first.inner_text())[:2]

    record = page.locator(f'.string a[href*="{LIST}"]').nth(2)
    href = record.get_attribute("href")
    record.click()
    assert page.url == href
    assert page.locator("h1").inner_text() == f"{RESOURCE.title} Instance"

    page.get_by_label("Breadcrumb").get_by_role("link", name=f"{RESOURCE.title} List").click()
    page.get_by_label("Site").get_by_role("link", name="Docs").click()
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() >= len(API.resources)


def test_format_menu_leads_to_json(visitor: Visitor, mock: str) -> None:
    """
    The format menu gives the same answer as JSON, whatever else was asked.
    """
    page = visitor.open(f"{mock}{LIST}?{FLAG}=False")
    href = page.get_by_label("Format").get_by_role("link", name="JSON").get_attribute("href")

    assert page.request.get(mock + (href or "")).json()["count"] > 0
    assert href == f"{LIST}?{FLAG}=False&format=json"


def test_index_leads_to_every_resource(visitor: Visitor, mock: str) -> None:
    """
    The index links each resource and each documented example, and every link answers.
    """
    page = visitor.open(f"{mock}/")
    links = [each.get_attribute("href") or "" for each in page.locator("main a").all()]

    assert {f"{API.base_path}{name}/" for name in API.resources} <= set(links)
    assert [] == [each for each in sorted(set(links)) if page.request.get(mock + each).status != 200]


def test_keyboard_reaches_content_and_form(visitor: Visitor, mock: str) -> None:
    """
    The first stop of the tab key skips the bar, and every control of the form can be reached.
    """
    page = visitor.open(mock + LIST)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"

    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || ''"))
    assert {"search", *(each.name for each in RESOURCE.parameters), "ordering", "mode", "limit"} <= reached

"""
What `serve` makes of its arguments before anything listens.
"""

from __future__ import annotations

import gc
import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from route_forms import FORMS, api_of, world_of

from apicontract.cli import main
from apicontract.cli.serve import greeting_of, uncollected
from apicontract.contract.catalog import load_api, packaged_data
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> Result:
    """
    Run `serve` with arguments that it must refuse.
    """
    return CliRunner().invoke(main, ["serve", "--records", "recorded", *arguments])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--world", "mars"), "unknown world 'mars' (known: lldev, ll)"),
        (("--api", "nothing"), "unknown API 'nothing'"),
        (("--data", "/no/such/folder"), "/no/such/folder: no folder 'schemas' in it"),
        (("--host", "256.0.0.1", "--port", "0"), "cannot listen on 256.0.0.1 port 0"),
        (("--host", "", "--port", "0"), "cannot listen on '' port 0"),
        (("--host", "a" * 300, "--port", "0"), f"cannot listen on {'a' * 100} port 0"),
        (("--host", "a\0b", "--port", "0"), "cannot listen on 'a\\x00b' port 0"),
        (("--host", "http://localhost"), "cannot listen on http://localhost port 8000"),
        (("--allowed-host", ""), "'' is not a host name; give it alone, without scheme, port or path"),
        (("--allowed-host", "mock.test:80"), "'mock.test:80' is not a host name"),
        (("--allowed-host", "http://mock.test"), "'http://mock.test' is not a host name"),
        (("--allowed-host", "fine.test", "--allowed-host", "*"), "'*' is not a host name"),
    ],
)
def test_wrong_arguments_are_one_line(arguments: tuple[str, ...], sentence: str) -> None:
    """
    What cannot be served is one clear line and 2.
    """
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"apicontract: {sentence}")
    assert result.stderr.count("\n") == 1


def test_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    """
    A data file that is no JSON is named, with the line.
    """
    folder = tmp_path / "schemas" / "broken"
    folder.mkdir(parents=True)
    (folder / "api.json").write_text("{\n  oops\n}")
    result = run("--data", str(tmp_path), "--api", "broken")
    assert (result.exit_code, result.stderr.split("broken/")[1].split(";")[0]) == (
        2,
        "api.json:2: Expecting property name enclosed in double quotes",
    )


def test_too_many_records_are_refused() -> None:
    """
    More records than are grown in a moment are refused, with the number that is not too many.
    """
    result = run("--records", "99999999999")
    assert result.exit_code == 2
    assert "request 100000 at most" in result.stderr


@pytest.mark.parametrize("text", ["many", "-1", "1.5", ""])
def test_records_is_a_word_or_a_number(text: str) -> None:
    """
    `--records` takes nothing but its words and whole numbers.
    """
    result = run("--records", text)
    assert result.exit_code == 2
    assert "is neither 'full' nor 'recorded' nor a number" in result.stderr


@pytest.mark.parametrize("text", ["localhost:5173", "http://", "http://a/b", "http://a\nb", "http://a http://b"])
def test_origin_has_the_form_of_one(text: str) -> None:
    """
    `--cors-origin` takes what a browser sends as an origin, and nothing that would never match one.
    """
    result = run("--cors-origin", text, "--list-faults")
    assert result.exit_code == 2
    assert "is not an origin; write scheme, host and port" in result.stderr


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        (("*",), "any well-formed one is accepted; --token TOKEN accepts that one alone"),
        (("s3cret", "other"), "2 given with --token; any other one is refused with 401"),
    ],
)
def test_greeting_says_which_tokens_are_accepted(tokens: tuple[str, ...], said: str) -> None:
    """
    One line of the start says which tokens are accepted, and shows none.
    """
    lines = greeting_of(load_api(), "lldev", {}, tokens).splitlines()
    assert [f"  tokens: {said}"] == [line for line in lines if "token" in line]


def test_greeting_names_pages_and_requests() -> None:
    """
    The text of the start says what is served, the pages that help, and three URLs of the contract's own resource.
    """
    api = load_api()
    lines = greeting_of(api, "lldev", generate(api, recordings_of(api), records="recorded").tables).splitlines()
    assert lines[0] == "Launch Library 2 2.3.0, world lldev, is served on {url}/2.3.0/"
    assert [line.split()[0] for line in lines if line.startswith("    ")] == [
        "{url}/",
        "{url}/2.3.0/",
        "{url}/docs/",
        "{url}/__mock__/",
        "{url}/2.3.0/spacecraft/",
        "{url}/2.3.0/spacecraft/110/",
        "{url}/2.3.0/spacecraft/?ordering=-flights_count",
    ]


def test_greeting_tells_the_largest_collections() -> None:
    """
    Eight collections are told with their records, largest first, the rest as one sum; the largest is one to try.
    """
    api = load_api(data=packaged_data())
    number = {resource.entity: place for place, resource in enumerate(api.resources.values(), 1)}
    tables = {entity: [{"id": each} for each in range(size)] for entity, size in number.items()}
    told = greeting_of(api, "lldev", tables)
    sizes = sorted(number.values(), reverse=True)
    largest = max(number, key=lambda each: number[each])

    line = next(each for each in told.splitlines() if each.startswith("  records: "))
    assert [*map(str, sizes[:8]), str(sum(sizes[8:]))] == re.findall(r"(?<![/\w])\d+(?= )", line)[:9]
    assert f"{{url}}/2.3.0/{largest}/" in told


@pytest.mark.parametrize("fails", [False, True])
def test_the_collector_is_off_for_a_start_alone(*, fails: bool) -> None:
    """
    The garbage collector works again after a start, also after one that was refused.
    """
    with suppress(ValueError), uncollected():
        during = gc.isenabled()
        if fails:
            raise ValueError
    assert (False, True) == (during, gc.isenabled())


@pytest.mark.parametrize("base_path", ["/library/v1/", "/"])
@pytest.mark.parametrize("name", FORMS)
def test_pages_that_are_named_answer(name: str, base_path: str) -> None:
    """
    Each page and each request that the start prints is answered, and so are the links of those pages.

    Whatever the form of the API: without a root, JSON alone, without closing slashes, below parents, at the very root.
    """
    api = replace(api_of(name), base_path=base_path)
    client = create_app(api, world_of(name)).test_client()
    printed = re.findall(r"{url}(/\S*)", greeting_of(api, "library", world_of(name).tables).partition("pages:")[2])
    pages = {path: client.get(path, headers={"Accept": "text/html,*/*;q=0.8"}) for path in printed}
    own = [each.text for path, each in pages.items() if path in {"/", "/docs/", "/__mock__/"} and "nonce" in each.text]
    linked = {path for text in own for path in re.findall(r'<a [^>]*href="(/[^"]*)"', text)}

    assert {"/docs/", "/__mock__/"} <= set(printed)
    assert [] == [path for path, answer in pages.items() if answer.status_code != 200]
    assert [] == [path for path in sorted(linked) if client.get(path).status_code != 200]

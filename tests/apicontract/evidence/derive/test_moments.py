"""
Recordings of many moments: the newest stands, in any order of import, and none contradicts another.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from library_evidence import BASE, book, listed

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import ContradictionError
from apicontract.contract.files import render_json
from apicontract.contract.model import Documentation, Exchange
from apicontract.contract.validation import validator_for
from apicontract.evidence.derive import DeclaredFacts, api_config, derive, derived_tree, write_tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NIGHTS = 10


def night(number: int, **more: Any) -> Exchange:
    """
    Return the answer of a night: of every record something is different.
    """
    rows = [
        book(
            each,
            pages=100 + number * each,
            price=[12, 12.5, None][number % 3],
            isbn=None if number % 4 == 0 else f"978-{each}-{number}",
            lent=(number + each) % 2 == 0,
            title=f"Title {each}, edition {number}",
            shelf={"id": number % 3 + 1, "name": "ABC"[number % 3]},
            **({"seen": number} if number > 4 else {}),
            **more,
        )
        for each in range(1, 4)
    ]
    return Exchange(
        "GET",
        f"{BASE}books/",
        200,
        (("Date", f"Mon, 0{number % 9 + 1} Mar 2026 0{number % 10}:00:00 GMT"),),
        listed(*rows).encode(),
        source=f"books/recorded/{number * 7 % 11:02}.json:1",
    )


def derived(exchanges: Sequence[Exchange]) -> str:
    """
    Return everything that exchanges give, as text.
    """
    head = api_config("library", exchanges, DeclaredFacts())
    derivation = derive("library", head, exchanges, DeclaredFacts())
    return render_json({"head": head, "documents": derivation.documents, "unobserved": derivation.unobserved})


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_import_gives_the_same(seed: int) -> None:
    """
    Recordings of the same records at ten moments give the same to the last byte, however they are shuffled.
    """
    nights = [night(number) for number in range(NIGHTS)]
    shuffled = random.Random(seed).sample(nights, NIGHTS)  # noqa: S311 - an order, no secret

    assert derived(nights) == derived(shuffled)


@pytest.mark.parametrize("seed", range(3))
def test_files_in_any_order_give_the_same(tmp_path: Path, seed: int) -> None:
    """
    A folder of recordings gives the same, whichever was written first; and each recorded row fits.
    """
    order = random.Random(seed).sample(range(NIGHTS), NIGHTS)  # noqa: S311 - an order, no secret
    texts = {
        number: f"# recorded at 2026-03-{number + 1:02}\n# {BASE}books/\n{night(number).body.decode()}"
        for number in range(NIGHTS)
    }
    trees = []
    for name, numbers in (("one", range(NIGHTS)), ("two", order)):
        folder = tmp_path / name / "fixtures" / "library" / "books" / "recorded"
        folder.mkdir(parents=True)
        for number in numbers:
            (folder / f"{number * 7 % 11:02}.json").write_text(texts[number], encoding="utf-8")
        trees.append(derived_tree(tmp_path / name, "library"))
    write_tree(trees[0])
    validator = validator_for(load_api("library", tmp_path / "one"), "books/list")

    assert trees[0].files == trees[1].files
    assert [] == [
        flaw for number in range(NIGHTS) for row in night(number).json["results"] for flaw in validator.errors(row)
    ]


def test_newest_documentation_stands() -> None:
    """
    Of two pages with documentation the one that was recorded later says which filters there are, whatever its file.
    """

    def documented(number: int, filters: str) -> Exchange:
        sections = (("Filters", (("Filter fields", filters),)), ("Modes", (("Modes", "brief, full"),)))
        return replace(night(number), documentation=Documentation(sections), source=f"{9 - number}.txt:1")

    head = api_config("library", [night(1)], DeclaredFacts())
    exchanges = [documented(3, "title, pages"), documented(1, "lent")]
    contract = derive("library", head, exchanges, DeclaredFacts()).documents["books/contract.json"]

    assert ["title", "pages"] == [each["name"] for each in contract["parameters"]]


def test_newest_order_of_fields_stands() -> None:
    """
    Fields stand as the newest record sends them; one that is no longer sent stands behind the one that it followed.
    """

    def sent(number: int, *names: str) -> Exchange:
        body = {"count": 1, "next": None, "previous": None, "results": [{"id": 1, **dict.fromkeys(names, number)}]}
        return replace(night(number), body=json.dumps(body).encode())

    exchanges = [sent(5, "c", "a", "new"), sent(2, "a", "old", "c")]
    head = api_config("library", exchanges, DeclaredFacts())
    schema = derive("library", head, exchanges, DeclaredFacts()).documents["books/list.schema.json"]

    assert ["id", "c", "a", "old", "new"] == list(schema["properties"])
    assert ["id", "c", "a"] == schema["required"]


def _declare(folder: Path, schema: dict[str, Any]) -> None:
    shape = {"properties": {**dict.fromkeys(book(1), True), **schema}}
    mode = {"modes": {"brief": "books/brief"}, "list": "brief", "detail": "brief"}
    facts = {
        "source": "the handbook",
        "grade": "published",
        "resources": {"books": mode},
        "shapes": {"books/brief": shape},
    }
    path = folder / "fixtures" / "library" / "published.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(facts, indent=1), encoding="utf-8")


@pytest.mark.parametrize(
    "schema",
    [{"pages": {"type": "integer", "maximum": 100}}, {"pages": {"type": "string"}}, {"title": {"format": "date"}}],
    ids=["bound", "type", "form"],
)
def test_declaration_of_another_folder_gives_way(library: Path, tmp_path: Path, schema: dict[str, Any]) -> None:
    """
    What cannot be corrected where one works is overruled by the recordings, and told; in its own folder it is an error.
    """
    lower, upper = tmp_path / "lower", tmp_path / "upper"
    write_tree(derived_tree(library, "library"))
    _declare(lower, schema)
    (library / "schemas").rename(lower / "schemas")
    (upper / "fixtures").mkdir(parents=True)
    (library / "fixtures" / "library").rename(upper / "fixtures" / "library")
    (name,) = schema
    tree = derived_tree(upper, "library", lower)
    shape = json.loads(tree.files["books/brief.schema.json"])

    assert "value" in shape["properties"][name]["x-evidence"]["inferred"]
    told = f"books/brief: {name} is declared otherwise than recorded, in a published.json of another folder"
    assert [told] == [each.partition(":")[0] + ":" + each.split(":")[1] for each in tree.unobserved if name in each]


def test_correctable_declaration_is_named_with_its_line(library: Path) -> None:
    """
    A declaration that a recording contradicts is an error that says in which line of which file it stands.
    """
    _declare(library, {"pages": {"type": "string"}})
    text = (library / "fixtures" / "library" / "published.json").read_text(encoding="utf-8")
    line = text[: text.index('"pages"')].count("\n") + 1

    with pytest.raises(ContradictionError, match=rf"fixtures/library/published\.json:{line} and books/recorded"):
        derived_tree(library, "library")

"""
A few wrong edits below both the mock and the checks, in the ordinary suite; `tox -e planted` plants hundreds.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from planted.code import code_edits
from planted.edit import Edit
from planted.finders import FINDERS, Step, steps
from planted.outcomes import DOCUMENT, NOTHING, UNOBSERVABLE, Outcome, row
from planted.places import DATA, SHARED
from planted.planting import ROOT, checkout, edits, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planted.planting import Checkout

#: Edits that checks and tests of one kind cannot see, because both sides read the same: the reference finds them.
#: path, the text there, the wrong text.
BELOW_BOTH = (
    ("apicontract/contract/paging.py", '"rows", "limit", "offset"', '"rows", "limit", "start"'),
    ("tests/data/small/schemas/ll2-small/api.json", '"maximum_limit": 100', '"maximum_limit": 60'),
    (
        "tests/data/small/schemas/ll2-small/spacecraft/contract.json",
        '{"name": "id", "type": "integer"},\n    {"name": "m',
        '{"name": "m',
    ),
)
#: Edits of each kind, the first of those in the document; by hand 10, which makes 20.
COUNT = int(os.environ.get("PLANTED_EDITS", "2"))
SAMPLE = [each for kind in ("data", "code") for each in edits(kind, COUNT, seed=0) if each.key not in UNOBSERVABLE]
#: Generous: a machine that does much else.
TIMEOUT = 240


@pytest.fixture(scope="module")
def copied() -> Iterator[Checkout]:
    """
    Return a copy of the checkout.
    """
    with checkout() as folder:
        yield folder


@pytest.mark.parametrize("edit", BELOW_BOTH, ids=lambda each: each[2])
def test_reference_finds_what_is_below_both(edit: tuple[str, str, str], copied: Checkout) -> None:
    """
    A wrong number or a lost field in what both sides share is a difference from the framework within 500 requests.
    """
    path, right, wrong = edit
    text = (ROOT / path).read_text("utf-8")
    assert 1 == text.count(right)
    findings = plant(copied, Edit(path, "", wrong, lambda: text.replace(right, wrong)), ["differential"], TIMEOUT)

    assert ["differential"] == [each.finder for each in findings]
    assert 0 < findings[0].requests <= 500


@pytest.mark.parametrize("edit", SAMPLE, ids=lambda each: each.key)
def test_each_edit_is_found(edit: Edit, copied: Checkout) -> None:
    """
    Somebody finds each of a sample of edits, and the copy is afterwards what it was.
    """
    before = (copied.folder / edit.path).read_bytes()
    findings = plant(copied, edit, list(FINDERS), TIMEOUT)

    assert findings, f"nobody finds {edit.key}"
    assert before == (copied.folder / edit.path).read_bytes()


def test_every_finder_can_be_asked(copied: Checkout) -> None:
    """
    With `every`, those after the first that finds an edit are asked, too.
    """
    path, right, wrong = BELOW_BOTH[1]
    text = (ROOT / path).read_text("utf-8").replace(right, wrong)
    findings = plant(
        copied, Edit(path, "", wrong, lambda: text), ["differential", "derive --check"], TIMEOUT, every=True
    )

    assert "differential" == findings[0].finder


def test_worker_sees_the_edited_module(copied: Checkout) -> None:
    """
    The forked process imports an edited module anew, and the unedited one afterwards.
    """
    path = "apicontract/contract/paths.py"
    step = Step("apicontract.contract.paths", "dotted", ())
    edited = Edit(
        path, "", "fails", lambda: (ROOT / path).read_text("utf-8") + "\n\ndef dotted():\n    return 'edited'\n"
    )
    before = copied.failure(step, path, TIMEOUT)
    target = copied.folder / path
    kept = target.read_text("utf-8")
    target.write_text(edited.text, "utf-8")
    seen = copied.failure(step, path, TIMEOUT)
    target.write_text(kept, "utf-8")

    assert "edited" == seen
    assert before == copied.failure(step, path, TIMEOUT)


def test_endless_command_has_found_the_edit(copied: Checkout) -> None:
    """
    A command that does not end in time counts as failed, and the next one is done.
    """
    assert "no end within 0 seconds" == copied.failure(Step("planted.compare", "main", ("500",)), SHARED[0], 0)
    assert copied.failure(Step("planted.compare", "main", ("1",)), SHARED[0], TIMEOUT) is None


def test_edits_are_python_and_json() -> None:
    """
    Every edit changes its file, can still be parsed, and has a name of its own.
    """
    every = [each for path in SHARED for each in code_edits(ROOT, path)] + edits("data", 400, seed=0)
    wrong = []
    # Of all that are made alike, some are parsed: all of them together have 20 MB of text.
    for each in every[::20]:
        (json.loads if each.path.endswith(".json") else ast.parse)(each.text)
        if (ROOT / each.path).read_text("utf-8") == each.text:
            wrong.append(each.key)

    assert [] == wrong
    assert len(every) == len({each.key for each in every})
    assert len(every) > 1000


def test_each_place_has_finders() -> None:
    """
    Each finder reads something that is edited, and each place of edits is read by the reference's comparison.
    """
    places = [*SHARED, *(str(path.relative_to(ROOT)) for each in DATA for path in sorted(ROOT.glob(each)))]
    given = [Edit(each, "", "", str) for each in places]

    assert [] == [each for each in FINDERS if not any(steps(each, edit) for edit in given)]
    assert [] == [edit.path for edit in given if not steps("differential", edit)]


def test_what_both_import_is_edited() -> None:
    """
    Each module of the contract that both the mock and the checks import is one whose edits are planted.
    """
    both = _imported("mockserver.app") & _imported("apicontract.checks")
    contract = {each for each in both if each.startswith("apicontract/contract/")}

    assert set() == contract - set(SHARED) - {"apicontract/contract/__init__.py"}


def _imported(module: str) -> set[str]:
    """
    Return the files of the packages that importing a module imports.
    """
    program = (
        f"import sys, {module}; print(*(m.__file__ for m in sys.modules.values() if getattr(m, '__file__', None)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return {each.removeprefix(f"{ROOT}/") for each in done.stdout.split() if each.startswith(f"{ROOT}/")}


def test_document_is_current() -> None:
    """
    The document speaks of 300 edits, half of them in data, of files and finders that there are, and nobody missed any.
    """
    lines = DOCUMENT.read_text("utf-8").splitlines()
    rows = [each.split(" | ") for each in lines if each.startswith("| `")]
    paths = [place.removeprefix("| `").partition(" ")[0].rstrip("`") for place, *_ in rows]
    finders = {name for *_, told, _ in rows for name in told.split(", ")}

    assert (300, 150) == (len(rows), sum(each.endswith(".json") for each in paths))
    assert [] == [each for each in paths if not (ROOT / each).is_file()]
    assert set() == finders - {*FINDERS, NOTHING}
    first = Counter(told.partition(", ")[0] for *_, told, _ in rows)
    assert [] == [each for each in (*FINDERS, NOTHING) if f"| {each} | {first[each]} |" not in lines]


def test_what_changes_nothing_is_listed() -> None:
    """
    Each edit of the document that changes nothing is listed with its reason.
    """
    listed = {row(Outcome(each, ())) for each in UNOBSERVABLE}

    found = {each for each in DOCUMENT.read_text("utf-8").splitlines() if f"| {NOTHING} | none |" in each}
    assert set() == found - listed
    assert all(UNOBSERVABLE.values())


def test_tables_are_current() -> None:
    """
    The files that the harness names exist, and so do those whose edits are listed as without effect.
    """
    tests = [
        each for every in FINDERS.values() for step in every for each in step.arguments if each.startswith("tests/")
    ]
    paths = [*SHARED, *tests, *(key.partition("::")[0] for key in UNOBSERVABLE)]

    assert [] == [each for each in paths if not (ROOT / each.partition("::")[0]).exists()]

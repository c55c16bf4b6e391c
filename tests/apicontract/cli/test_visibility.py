"""
What depends on who asks: when it is asked for, what is made of the answers, and what is written into a contract.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from small import SMALL_DATA

from apicontract.cli.visibility import both_ways, declare, held, is_asked
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import Unreachable, UsageError
from apicontract.contract.exchange import Exchange
from apicontract.contract.grades import Grade
from apicontract.contract.model import Level
from apicontract.contract.visibility import Visibility
from apicontract.explore.visibility.asking import BothWays
from apicontract.explore.visibility.pairs import HIDDEN, PERSONAL, STATUS, WRONG, Disparity, Listing, Pair
from apicontract.reports.report import RuleResult

if TYPE_CHECKING:
    from pathlib import Path

API = load_api()
NAME = API.primary
LISTING = Listing(NAME, f"{API.base_path}{NAME}/", (), API.paging, lambda row: row["id"], lambda _: "")
UNANSWERED = "no list was answered with the token, or too few requests were left"
URL = f"https://api.example{LISTING.path}"


def pair(status: int = 401, part: str = "list") -> Pair:
    """
    Return a request that is answered with the token, and without it with a status.
    """
    return Pair(LISTING, part, Exchange("GET", URL, 200, (), b"{}"), Exchange("GET", URL, status, (), b"{}"))


def asked(*found: tuple[str, str], pairs: int = 1, status: int = 401) -> BothWays:
    """
    Return what came of asking both ways: kinds and subjects of the differences.
    """
    made = [pair(status) for _ in range(pairs)]
    shown = [Disparity(kind, subject, f"{kind} {subject}", "/x", 1, 2, made[0]) for kind, subject in found]
    return BothWays(LISTING, made, shown)


@pytest.mark.parametrize(
    ("token", "only", "skip", "required", "expected"),
    [
        (None, (), (), (), False),
        ("", (), (), (), False),
        ("TOKEN", (), (), (), True),
        ("TOKEN", ("visibility",), (), (), True),
        ("TOKEN", ("other", "visibility"), (), (), True),
        ("TOKEN", ("other",), (), (), False),
        ("TOKEN", (), ("visibility",), (), False),
        ("TOKEN", (), ("other",), (), True),
        ("TOKEN", (), (), ("visibility",), True),
        ("TOKEN", ("other",), (), ("visibility",), False),
        (None, ("other",), (), ("other",), False),
    ],
)
def test_both_ways_are_asked_with_a_token(
    token: str | None, only: tuple[str, ...], skip: tuple[str, ...], required: tuple[str, ...], *, expected: bool
) -> None:
    """
    Unless the rule is left out, or others are chosen.
    """
    assert expected == is_asked(token, only, skip, required)


@pytest.mark.parametrize(("only", "required"), [(("visibility",), ()), ((), ("visibility",))])
def test_a_rule_that_needs_a_token_says_so(only: tuple[str, ...], required: tuple[str, ...]) -> None:
    """
    Who chooses or requires it without a token is told how to name one.
    """
    with pytest.raises(UsageError, match="--token-env"):
        is_asked(None, only, (), required)


@pytest.mark.parametrize(("left", "most"), [(0, 0), (2, 0), (3, 1), (20, 6)])
def test_a_third_of_what_is_left_is_asked_both_ways(monkeypatch: pytest.MonkeyPatch, left: int, most: int) -> None:
    """
    The rest of the requests is for the checks.
    """
    given: list[tuple[list[str], int]] = []
    monkeypatch.setattr(
        "apicontract.cli.visibility.asked_both_ways",
        lambda lists, _, number: given.append(([each.resource for each in lists], number)) or [],
    )
    client: Any = SimpleNamespace(signed_in=True, left=left)

    assert [] == both_ways(API, client, [API.resources[NAME]])
    assert [([NAME], most)] == given


def test_nothing_is_asked_both_ways_without_a_token() -> None:
    """
    Nor is an error of the server told here: the run itself does.
    """
    without: Any = SimpleNamespace(signed_in=False)

    def anonymous() -> None:
        raise Unreachable("x", "reset")

    broken: Any = SimpleNamespace(signed_in=True, left=30, anonymous=anonymous, budget=SimpleNamespace(spent=0))

    assert [[], []] == [both_ways(API, each, [API.resources[NAME]]) for each in (without, broken)]


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        ([], RuleResult("visibility", "undecided", 0, UNANSWERED)),
        ([asked()], RuleResult("visibility", "kept", 2)),
        ([asked(pairs=2), asked(pairs=3)], RuleResult("visibility", "kept", 10)),
        ([asked((STATUS, "401"))], RuleResult("visibility", "violated", 2)),
        ([asked(), asked((PERSONAL, "name"))], RuleResult("visibility", "violated", 4)),
    ],
)
def test_the_verdict_counts_both_answers(both: list[BothWays], expected: RuleResult) -> None:
    """
    Each pair is two exchanges; without one nothing is decided.
    """
    assert expected == held(API, both, strict=False)[0]


@pytest.mark.parametrize(
    ("declared", "found", "strict", "levels"),
    [
        (None, (STATUS, "401"), False, [Level.WARNING]),
        (None, (STATUS, "401"), True, [Level.VIOLATION]),
        (Visibility(), (STATUS, "401"), False, [Level.VIOLATION]),
        (Visibility(), (WRONG, ""), False, [Level.VIOLATION]),
        (Visibility(), (PERSONAL, "name"), False, [Level.WARNING]),
        (Visibility(), (HIDDEN, ""), False, [Level.WARNING]),
        (Visibility(), (PERSONAL, "name"), True, [Level.VIOLATION]),
        (Visibility(grade=Grade.PUBLISHED), (PERSONAL, "name"), False, [Level.VIOLATION]),
        (Visibility(list_status=401), (STATUS, "401"), False, []),
        (Visibility(list_status=401), (STATUS, "403"), False, [Level.VIOLATION]),
        (Visibility(personal=("name",)), (PERSONAL, "name"), True, []),
        (Visibility(hidden=True), (HIDDEN, ""), True, []),
    ],
)
def test_a_difference_weighs_what_the_contract_makes_of_it(
    declared: Visibility | None,
    found: tuple[str, str],
    levels: list[Level],
    *,
    strict: bool,
) -> None:
    """
    What is declared is allowed; of values, a contract that was only recorded does not say for certain.
    """
    api = replace(API, visibility={NAME: declared} if declared else {})
    violations = held(api, [asked(found)], strict=strict)[1]

    assert levels == [each.level for each in violations]
    assert [" ".join(found)] * len(levels) == [each.message for each in violations]


def test_a_finding_shows_both_requests_without_the_token() -> None:
    """
    The answer without the token comes first; of the other request the header is named, and not what stands in it.
    """
    (violation,) = held(API, [asked((STATUS, "401"))], strict=False)[1]
    anonymous, signed = violation.exchanges

    assert ("/x", 1, 2, 401, 200) == (
        violation.place, violation.expected, violation.found, anonymous.status, signed.status,
    )  # fmt: skip
    assert ((), (("Authorization", "***"),)) == (anonymous.request_headers, signed.request_headers)


def test_a_request_that_should_be_refused_is_found() -> None:
    """
    Where the contract says that nobody is let in without a token, an answer is wrong, and each is told.
    """
    api = replace(API, visibility={NAME: Visibility(list_status=401)})
    rule, violations = held(api, [asked(status=200)], strict=False)
    told = [each.message for each in violations if each.check == "visibility"]

    assert ("violated", ["a list is shown without the token; the contract says that it is refused"]) == (
        rule.state,
        told,
    )


def test_answers_without_the_token_are_judged_by_all_checks() -> None:
    """
    Where both answers have one status, that without the token has to keep every other promise, too.
    """
    alike, apart = (held(API, [asked(status=status)], strict=True)[1] for status in (200, 401))

    assert alike
    assert {"without the token"} == {each.message.partition(":")[0] for each in alike}
    assert [] == apart


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A data folder with the head of the contract alone.
    """
    path = tmp_path / "schemas" / API.name / "api.json"
    path.parent.mkdir(parents=True)
    shutil.copy(SMALL_DATA / "schemas" / API.name / "api.json", path)
    return tmp_path


def visibility(folder: Path) -> Any:
    """
    Return what stands in the contract, None if it says nothing.
    """
    return json.loads((folder / "schemas" / API.name / "api.json").read_text()).get("visibility")


def test_what_was_found_is_declared(folder: Path) -> None:
    """
    Each resource that was asked for gets an entry with its source, and a sentence for each difference.
    """
    told = declare(API, folder, [asked((STATUS, "401"), (PERSONAL, "name"))], "a run")

    assert [f"{NAME}: status 401", f"{NAME}: personal name"] == told
    assert {NAME: {"list_status": 401, "personal": ["name"], "grade": "recorded", "source": "a run"}} == visibility(
        folder
    )


def test_what_is_declared_already_stays(folder: Path) -> None:
    """
    A second run adds to it; one that finds nothing else leaves the file as it is, its source included.
    """
    declare(API, folder, [asked((STATUS, "401"))], "first")
    path = folder / "schemas" / API.name / "api.json"
    known = replace(API, visibility={NAME: Visibility(list_status=401, source="first")})
    before = path.read_bytes()
    declare(known, folder, [asked((STATUS, "401"))], "second")
    same = path.read_bytes()
    declare(known, folder, [asked((PERSONAL, "name"))], "third")

    assert before == same
    assert {NAME: {"list_status": 401, "personal": ["name"], "grade": "recorded", "source": "third"}} == visibility(
        folder
    )


def test_a_folder_without_a_contract_of_its_own_is_left(tmp_path: Path) -> None:
    """
    What was found is told all the same.
    """
    assert [f"{NAME}: status 401"] == declare(API, tmp_path, [asked((STATUS, "401"))], "a run")
    assert [] == [*tmp_path.iterdir()]


def test_without_answers_nothing_is_declared(folder: Path) -> None:
    """
    Nothing is told, and the contract does not get an empty part.
    """
    path = folder / "schemas" / API.name / "api.json"
    before = path.read_bytes()

    assert [] == declare(API, folder, [], "a run")
    assert before == path.read_bytes()

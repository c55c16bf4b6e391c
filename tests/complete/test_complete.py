"""
What the packaged API with every route answers to the requests that programs send most.
"""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.contract.catalog import packaged_data
from complete import COMPLETE
from complete.asked import ASKED
from complete.small_world import NOW, client, got


@pytest.mark.parametrize("path", ASKED)
def test_what_programs_ask_for_has_rows(path: str) -> None:
    """
    The requests that programs send most are answered with rows.
    """
    assert got(path)["results"]


def test_lists_follow_the_clock() -> None:
    """
    What is to come begins a day ago, the earliest first; what has been ends now, the last first.
    """
    coming = [each["net"] for each in got("launches/upcoming/?limit=100&mode=list")["results"]]
    gone = [each["net"] for each in got("launches/previous/?limit=100&mode=list")["results"]]
    day_ago, now = ((NOW - dt.timedelta(days=each)).strftime("%Y-%m-%dT%H:%M:%SZ") for each in (1, 0))

    assert sorted(coming) == coming
    assert min(coming) >= day_ago
    assert sorted(gone, reverse=True) == gone
    assert max(gone) <= now
    assert any(day_ago <= each <= now for each in gone)


@pytest.mark.parametrize(
    ("path", "key"),
    [("agencies/121/", "name"), ("agencies/44/", "name"), ("locations/12/", "name"), ("space_stations/4/", "name")],
)
def test_what_clients_hard_code_is_there(path: str, key: str) -> None:
    """
    Identifiers that clients hard-code lead to their records.
    """
    assert got(path)[key]


def test_a_record_outside_of_a_list_is_not_found_below_it() -> None:
    """
    A launch that has long been is found among launches, and not among those to come.
    """
    launch = got("launches/previous/?limit=1&offset=30&mode=list")["results"][0]["id"]

    assert got(f"launches/{launch}/")["id"] == launch
    assert client().get(f"/2.3.0/launches/upcoming/{launch}/").status_code == 404


def test_its_contract_is_what_the_evidence_gives() -> None:
    """
    The files of its folder are those that a derivation writes.
    """
    done = CliRunner().invoke(main, ["derive", "--check", "--quiet", "--api", COMPLETE, "--data", str(packaged_data())])

    assert done.exit_code == 0, done.output

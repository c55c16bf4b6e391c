"""
A service whose lists show the key of a record that a single record nests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from flask import Flask, jsonify, request
from listening import listening

from apicontract.cli import main
from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 24


def service() -> Flask:
    """
    Return a service of songs, each with its singer; lists are filtered by each field, so that each is asked for alone.
    """
    application = Flask(__name__)
    rows = [{"id": number + 1, "name": f"Song {number * 7 % 24}", "singer": number % 8 + 1} for number in range(COUNT)]

    @application.get("/songs")
    def listed() -> Any:
        names = {"id", "name", "singer"} & set(request.args)
        found = [row for row in rows if all(str(row[name]) == request.args[name] for name in names)]
        size, start = request.args.get("limit", 10, int), request.args.get("offset", 0, int)
        return jsonify(count=len(found), next=None, previous=None, results=found[start : start + min(size, 50)])

    @application.get("/songs/<int:key>")
    def one(key: int) -> Any:
        if not 0 < key <= COUNT:
            return jsonify(detail="Not found."), 404
        row = rows[key - 1]
        return jsonify({**row, "singer": {"id": row["singer"], "name": f"Singer {row['singer']}"}})

    return application


def test_what_no_contract_declares_is_no_evidence_of_the_whole_list(tmp_path: Path) -> None:
    """
    An answer to a filter that leads to no comparable field is not kept, and so the mock has every record.
    """
    with listening(service()) as url:
        ran = CliRunner().invoke(main, ["learn", f"{url}/songs", "--api", "songs-1", "--data", str(tmp_path)])
    assert ran.exit_code == 0, ran.output

    api = load_api("songs-1", tmp_path)
    kept = recordings_of(api)
    assert [] == [each.url for each in kept if "singer" in dict(each.query)]
    assert COUNT == len(generate(api, kept).tables["songs"])

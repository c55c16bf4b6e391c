"""
What is kept of an unexpected error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from apicontract import cli
from apicontract.cli.crashes import keep_crash, without_secrets

if TYPE_CHECKING:
    from pathlib import Path


def descend(depth: int = 0) -> int:
    """
    Descend without an end.
    """
    return descend(depth + 1) + 1


def crash(monkeypatch: pytest.MonkeyPatch, folder: Path, error: BaseException | None) -> Result:
    """
    Run a command that raises an error, or descends without an end, with a cache in a folder.
    """

    @click.command()
    def boom() -> None:
        if error:
            raise error
        descend()

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: boom)
    monkeypatch.setenv("APICONTRACT_CACHE", str(folder))
    return CliRunner().invoke(cli.main, ["boom"])


@pytest.mark.parametrize("error", [KeyError("x"), MemoryError(), None, ValueError("two\nlines"), AssertionError()])
def test_an_unexpected_error_is_one_line_and_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException | None
) -> None:
    """
    An error that nobody foresaw ends a command with 4 and one line that names the file with the traceback.
    """
    result = crash(monkeypatch, tmp_path, error)
    (kept,) = (tmp_path / "crashes").iterdir()

    assert (4, "", 1) == (result.exit_code, result.stdout, result.stderr.count("\n"))
    assert f"; the details are in {kept}; please report it" in result.stderr
    assert "Traceback (most recent call last)" in kept.read_text()
    assert 0o600 == kept.stat().st_mode & 0o777


def test_no_place_for_the_details_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the details cannot be kept, the line says so, and the status stays.
    """
    (tmp_path / "file").write_text("")
    result = crash(monkeypatch, tmp_path / "file", KeyError("x"))

    assert 4 == result.exit_code
    assert "the details cannot be kept in" in result.stderr


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://user:pass@host/", "https://[removed]@host/"),
        ("/x?token=abc123&limit=5", "/x?token=[removed]&limit=5"),
        ("Authorization: Token 0123456789", "Authorization: [removed]"),
        ("{'X-Api-Key': 'abc', 'a': 1}", "{'X-Api-Key': '[removed]', 'a': 1}"),
        ("sent Bearer abcdef.ghi", "sent Bearer [removed]"),
        ("it was s3cr3t-value there", "it was [removed] there"),
        ("nothing here, tokens are words", "nothing here, tokens are words"),
    ],
)
def test_credentials_are_removed(text: str, kept: str) -> None:
    """
    Credentials in URLs, after telling names and schemes, and in the environment are not kept.
    """
    assert kept == without_secrets(text, {"MY_TOKEN": "s3cr3t-value", "HOME": "nothing"})


def test_old_files_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Twenty files are kept, and arguments after an option for a credential are not.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path))
    paths = [keep_crash(KeyError("x"), ["check", "--token", "abc"]) for _ in range(25)]

    assert 20 == len(list((tmp_path / "crashes").iterdir()))
    assert paths[-1] is not None
    assert "abc" not in paths[-1].read_text()

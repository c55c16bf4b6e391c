"""
Names that become paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apicontract.contract.errors import DataError, UsageError
from apicontract.contract.naming import checked_name, checked_names, chosen_name, files_inside, inside, name_flaw

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "...",
        "../x",
        "a/../b",
        "a//b",
        "/etc/passwd",
        "a/",
        "C:\\x",
        "c:x",
        "a\\b",
        "a\x00b",
        "a\nb",
        "a\u202eb",
        "\ud800",
        "a*",
        "a.",
        "a ",
        " a",
        "con",
        "NUL.txt",
        "a/com1.json",
        "x" * 201,
        "é" * 101,
        "/".join(["x" * 100] * 7),
        "\u2025/x",
        "\uff0e\uff0e\uff0fx",
        "\u2024\u2024",
        "a\u2044b",
        "a\uff0fb",
        "e\u0301",
    ],
)
def test_a_name_that_is_no_file_everywhere_is_refused(name: str) -> None:
    """
    What leads elsewhere, or cannot be a file on every usual system, is no name; the message is printable.
    """
    with pytest.raises(DataError) as caught:
        checked_name(name, "resource", "a.json")

    assert str(caught.value).isascii()


@pytest.mark.parametrize(
    "name", ["a", "a/b", "ll2-2.3.0", "a.b_c~d", "@me", "{id}/x", "книги", "本", ".hidden", "console", "x" * 200]
)
def test_usual_names_are_kept(name: str) -> None:
    """
    Letters of every script, digits and the signs of a URL's path may stand in a name.
    """
    assert name == checked_name(name, "resource", "a.json")


@pytest.mark.parametrize("name", ["../../x", "a/b", "meta", "Meta", "."])
def test_a_chosen_name_is_one_folder(name: str) -> None:
    """
    A person names an API by one folder, which is not the one of the program's own schemas.
    """
    with pytest.raises(UsageError, match="--api "):
        chosen_name(name)


def test_symbolic_links_are_followed_before_they_are_trusted(tmp_path: Path) -> None:
    """
    A link that leads out of the folder is refused, for a file and for a folder, also where the target is missing.
    """
    root, out = tmp_path / "root", tmp_path / "out"
    for each in (root, out):
        each.mkdir()
    (out / "a.json").write_text("{}")
    (root / "file.json").symlink_to(out / "a.json")
    (root / "folder").symlink_to(out)
    (root / "missing").symlink_to(tmp_path / "nothing")
    (root / "circle").symlink_to(root / "circle")

    for name in ("file.json", "folder/a.json", "folder/new/b.json", "missing", "circle/x", "../out/a.json"):
        with pytest.raises(DataError):
            inside(root, root / name)
    with pytest.raises(DataError, match="leads out of"):
        files_inside(root, root, "*.json")


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    """
    Links inside the folder, and a folder that is named by a link, are what a person meant.
    """
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.json").write_text("{}")
    (tmp_path / "real" / "b.json").symlink_to("a.json")
    root = tmp_path / "named"
    root.symlink_to(tmp_path / "real")

    assert [root / "a.json", root / "b.json"] == files_inside(root, root, "*.json")


def test_what_is_no_text_is_no_name() -> None:
    """
    A number is refused as a name, with what keeps it from being one.
    """
    assert "no text" == name_flaw(5)
    assert "" == name_flaw("a/b")


def test_one_bad_name_of_several_is_refused() -> None:
    """
    Every one of the names is held to the rule.
    """
    checked_names(("a", "b"), "resource", "a.json")
    with pytest.raises(DataError, match=r"a\.json"):
        checked_names(("a", "../b", "c"), "resource", "a.json")


@pytest.mark.parametrize(("length", "shown"), [(58, f"'{'.' * 58}'"), (59, f"'{'.' * 39}...:")])
def test_a_long_name_is_shown_in_part(length: int, shown: str) -> None:
    """
    What does not fit in a line is shown by its first forty characters.
    """
    with pytest.raises(UsageError) as refused:
        chosen_name("." * length, "--api")

    assert f"--api {shown}" in f"{refused.value}:"

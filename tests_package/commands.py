"""
Every command that README and docs show: how it is run from an installed wheel, or why it is not.
"""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "docs"))
from snippets import DOCUMENTS, command_lines, shown_commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What documents write in place of a name, to a name that is there.
PLACEHOLDERS: Mapping[str, str] = {
    "DIR": ".",
    "FILE": "openapi.json",
    "NAME": "ll2-2.3.0",
    "NEW": ".",
    "OLD": "main",
    "TARGET": "SERVED",
    "…": "markdown",
}


@dataclass(frozen=True)
class Recipe:
    """
    How a command of ours is run.

    Attributes:
        more: arguments that come behind, so that a run is short and touches no fixed port.
        status: with which it ends.
        replaced: words of the command to those that stand for them here.
    """

    more: tuple[str, ...] = ()
    status: int = 0
    replaced: tuple[tuple[str, str], ...] = ()


_BOOKS = Recipe(("--request-budget", "3"), replaced=(("RESOURCE", "books"),))
_FEW = Recipe(("--request-budget", "15"))
#: Beginning of a command of ours to how it is run; the first that fits counts.
RECIPES: Mapping[str, Recipe] = {
    "serve": Recipe(("--port", "0")),
    "check mock --data tests/data/library": _BOOKS,
    "check mock --data DIR": Recipe(("--request-budget", "3"), replaced=(("RESOURCE", "spacecraft"),)),
    "check mock": _FEW,
    "check traffic.har": Recipe(),
    "check journal.har": Recipe(),
    "check --list-checks": Recipe(),
    "derive": Recipe(),
    "config": Recipe(),
    "diff . tonight": Recipe(),
    "drift TARGET": Recipe(("--request-budget", "2"), status=3),
    "drift": Recipe(status=3),
    "history": Recipe(),
    "thin": Recipe(),
    "diff docs/examples/bookshop.yaml": Recipe(status=1),
    "diff --list-rules": Recipe(),
    "diff": Recipe(),
    "learn traffic.har": Recipe(("--data", "learnt")),
    "record TARGET": Recipe(("--request-budget", "2", "--output", "recorded")),
    "import har": Recipe(("--data", "har")),
    "import page": Recipe(("--data", "pages")),
    "import openapi docs/examples/bookshop.yaml --data contracts": Recipe(),
    "import openapi docs/examples/bookshop.yaml --data document": Recipe(),
    "import openapi": Recipe(("--data", "described")),
    "import django docs/examples/shop.json": Recipe(),
    "report FILE": Recipe(replaced=(("FILE", "report.json"),)),
    "replay": Recipe(status=1),
    "schema NAME": Recipe(replaced=(("NAME", "report"),)),
    "schema": Recipe(),
    "mcp": Recipe(("--help",)),
}
#: Commands that documents name without what they need: their help is asked for.
_ALONE = (
    *(["check"], ["diff"], ["learn"], ["record"], ["import"], ["report"], ["replay"]),
    *(["import", "django"], ["import", "page"]),
)
#: Pattern of a command to the reason why it is not run.
REASONS: Mapping[str, str] = {
    r"(check|record) (lldev|ll|https://\S+)( .*)?": "asks a host on the network",
    r"(learn|check) http://127\.0\.0\.1:5000.*": "asks a service of one's own, run by tests/docs/test_your_api.py",
    r"derive --api films-1 --data mine": "derives what the command before it wrote, run by tests/docs/test_your_api.py",
    r"(PYTHONPATH=tests |DIFFERENTIAL_\w+=\S+ )*(\S*/)?(python3?|pytest)( -m| -q)* (differential|"
    r"fitting|samples|tests|pytest|--update).*": "one of the checkout's own, run there by whoever changes it",
    r"(APICONTRACT_\w+=\S+ )?tox .*": "one of the checkout's own, run there by whoever changes it",
    r"python3 -m venv \.venv|\. \.venv/bin/activate|pip install --quiet \.": "the environment that the fixtures make",
    r"python benchmarks/\w+\.py": "one of the checkout's own, run there by whoever changes it",
    r"(eval \"\$\()?_APICONTRACT_COMPLETE=.*": "written into the start-up file of a shell",
    r"diff openapi\.yaml traffic\.har": "compares two files, run by tests/apicontract/diff/test_traffic.py",
    r"(import django shop\.settings|(check|record) http://127\.0\.0\.1:8000|derive --quiet) .*--data mine": (
        "asks a Django project, run by tests/growth/test_imported_django.py"
    ),
    r"serve --upstream ll( .*)?": "asks a host on the network",
    r"learn 'http://…'": "asks a host on the network; a served one is learnt by tests/docs/test_your_api.py",
    r"import django SETTINGS": "asks a Django project, run by tests/growth/test_imported_django.py",
    r"python3 -m http\.server 5173 --directory docs/examples": "serves a page, run by tests/browser",
    r"python -c \"from apicontract\.evidence\.importing import DESCRIBER": "says where a file is",
    r"serve --data mine": "serves what the command before it wrote, run by tests/docs",
    r"pip install ['\"]?\.(\[\w+\])?['\"]?|pipx install \.": "run from an address by test_git",
    r"uvx --from \. apicontract serve": "run from an address by test_git",
    r"pip install ['\"][\w-]+>=[\d.]+['\"]|pip wheel --no-deps \.": "pip's own; the tests build the wheel",
    r"\.venv/bin/(pip|tox|pytest)\b.*": "the environment that the fixtures make, and the gate that runs this test",
    r"(podman|docker) .*": "needs a machine that runs containers",
    r"(npx openapi-typescript|openapi-python-client) .*": "another program's, run by tests/clients",
    r"node --test": "another program's, run by tests/docs",
    r"pytest contract_tests --target lldev.*": "asks a host on the network",
}


def ours() -> list[str]:
    """
    Return each command line of ours that is shown somewhere, once; one that names a command alone asks for its help.
    """
    lines = (arguments for document in DOCUMENTS for _, arguments in command_lines(document))
    found = dict.fromkeys(shlex.join(each) for each in lines if each)
    return [_plain(each) for each in found]


def of_others() -> list[str]:
    """
    Return each other command line that is shown somewhere, once.
    """
    return list(dict.fromkeys(each for document in DOCUMENTS for each in shown_commands(document)))


def reason(command: str) -> str:
    """
    Return why a command is not run, or "".
    """
    return next((why for pattern, why in REASONS.items() if re.fullmatch(pattern, command)), "")


def prepared(command: str) -> tuple[list[str], int] | None:
    """
    Return the arguments with which a command of ours is run, and the status that it must end with.
    """
    words = shlex.split(command.partition(" '>'")[0])
    if words in _ALONE:
        return [*words, "--help"], 0
    recipe = next(
        (each for start, each in RECIPES.items() if re.match(rf"{re.escape(start)}(?![\w.-])", command)), None
    )
    if recipe is None:
        return None
    stands_for = {**PLACEHOLDERS, **dict(recipe.replaced)}
    return [*(stands_for.get(each, each) for each in words), *recipe.more], recipe.status


def unaccounted() -> Iterator[str]:
    """
    Yield the commands that nobody runs and for which nobody says why.
    """
    yield from (each for each in ours() if not reason(each) and prepared(each) is None)
    yield from (each for each in of_others() if not reason(each) and each not in OTHERS)


#: What the README asks for.
README_URL = "http://127.0.0.1:8000/2.3.0/config/spacecraft_statuses/?limit=2&offset=1"
#: Commands of others that are run, each by the test of that name.
OTHERS: Mapping[str, str] = {
    f"curl '{README_URL}'": "test_the_readme_shows_an_answer",
    "pytest contract_tests --target mock --contract-strict -n auto": "test_the_suite_is_run",
    "pytest contract_tests --target mock -k pagination": "test_the_suite_is_run",
}


def _plain(command: str) -> str:
    """
    Return a command line as it is written, without quotes around what needs none here.
    """
    return command.replace("'…'", "…")

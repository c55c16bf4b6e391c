"""
Who may find an edit, in order of cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planted.edit import Edit

#: The invented service; nothing else reads its data.
LIBRARY = "tests/data/library"
#: The API that commands serve and check where none is named.
SMALL = "tests/data/small"
CODE = "apicontract/contract"
#: What that API, and all that the finders ask, are read from.
SMALL_DATA, EVERY_DATA = (CODE, SMALL, "schemas/meta"), (CODE, SMALL, "schemas", "fixtures", LIBRARY)


@dataclass(frozen=True)
class Step:
    """
    One command of a finder.

    Attributes:
        module, function: what is called, with `arguments` on the command line; it finds an edit by failing.
        arguments: of the command line.
        reads: the files and folders whose edits it can find.
        requests: the most that it sends, 0 if none.
        fresh: whether the modules of the checkout have to be imported anew (pytest rewrites them).
    """

    module: str
    function: str
    arguments: tuple[str, ...]
    reads: tuple[str, ...] = EVERY_DATA
    requests: int = 0
    fresh: bool = False

    def reaches(self, edit: Edit) -> bool:
        """
        Say whether the step reads the edited file at all.
        """
        return any(edit.path == each or edit.path.startswith(f"{each}/") for each in self.reads)


def _cli(*arguments: str, reads: tuple[str, ...] = SMALL_DATA, requests: int = 0) -> Step:
    return Step("apicontract.cli", "main", arguments, reads, requests)


def _check(requests: int, *arguments: str, reads: tuple[str, ...] = SMALL_DATA) -> Step:
    budget = ("--request-budget", str(requests))
    return _cli("check", "mock", "--strict", *budget, *arguments, reads=reads, requests=requests)


def _tests(*paths: str, reads: tuple[str, ...] = EVERY_DATA, requests: int = 0) -> Step:
    options = ["-x", "-q", *(part for each in ("randomly", "cacheprovider", "xdist") for part in ("-p", f"no:{each}"))]
    # The worker has imported plugins before pytest could rewrite them.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    return Step("pytest", "console_main", (*options, *paths), reads, requests, fresh=True)


DERIVE = _cli("derive", "--quiet")
_REPOSITORY, _DIFFERENTIAL = "tests/repository", "tests/differential"
#: What the contract declares, held to its implementations and to what the reference declares.
TABLES = (
    f"{_REPOSITORY}/test_tables.py",
    f"{_DIFFERENTIAL}/test_declarations.py",
    "tests/apicontract/contract/test_errors.py",
    "tests/apicontract/contract/test_catalog.py::test_an_api_is_described_whole",
)


def _modules(*names: str) -> tuple[str, ...]:
    return tuple(f"{CODE}/{each}.py" for each in names)


_PAGED, _ROUTED = _modules("paging", "tokens", "weblinks"), _modules("keys", "routes", "templates")
_WRITTEN = _modules("querynames", "openapi", "paging", "templates", "lookups", "jsontypes")
_SET = _modules("catalog", "lookups", "model", "representations")
_READ_TWICE = _modules("grades", "jsontext", "jsontypes", "paths", "projection", "reading", "references", "rules")
#: 500 requests: each documented thing, then each row; in other styles and routes so many, below 500, as the tests ask.
#: Budgets: what `tox -e killtable` calls small, and the default.
FINDERS: dict[str, tuple[Step, ...]] = {
    "derive --check": (_cli("derive", "--quiet", "--check"),),
    "table test": (
        _tests(*TABLES),
        _tests("tests/complete/test_small.py", reads=(SMALL,)),
        _tests(f"{_REPOSITORY}/test_refusals.py", reads=(CODE,)),
        _tests(f"{_REPOSITORY}/test_second_reading.py", reads=_READ_TWICE),
        _tests(
            f"{_REPOSITORY}/test_second_reading_of_urls.py", reads=(*_ROUTED, *_modules("model", "paths", "weblinks"))
        ),
        _tests(f"{_REPOSITORY}/test_second_reading_of_queries.py", reads=_WRITTEN),
        _tests(f"{_REPOSITORY}/test_second_reading_of_settings.py", reads=_SET),
        _tests(f"{_REPOSITORY}/test_keywords.py", reads=_modules("validation")),
        _tests(f"{_REPOSITORY}/test_paging_tables.py", reads=_PAGED),
    ),
    "differential": (
        Step("planted.compare", "main", ("500",), requests=500),
        _tests(f"{_DIFFERENTIAL}/test_exchanges.py", reads=_modules("jsontext", "model", "moments", "weblinks")),
        *(
            _tests(f"{_DIFFERENTIAL}/test_{file}.py::{function}", reads=reads, requests=requests)
            for file, reads, requests in (("paging", _PAGED, 480), ("routes", _ROUTED, 420))
            for function in ("test_answers_are_those_of_the_framework", "test_predictions_are_those_of_the_framework")
        ),
    ),
    "check mock": (
        _check(15),
        _check(15, "--data", LIBRARY, reads=(CODE, LIBRARY, "schemas/meta")),
        _check(60),
    ),
}


def steps(finder: str, edit: Edit) -> Sequence[Step]:
    """
    Return what a finder does about an edit.
    """
    return [each for each in FINDERS[finder] if each.reaches(edit)]

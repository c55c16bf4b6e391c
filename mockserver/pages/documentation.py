"""
The pages around an API: what is served here and from which evidence, and its description in a viewer.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.model import Grade
from apicontract.contract.routes import closing, is_template, list_path
from mockserver.pages.documented import example_links
from mockserver.pages.templating import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api, Resource

#: The viewer's files that the documentation page loads, with their media types; nothing else is handed out.
ASSETS: Mapping[str, str] = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
}

#: What each grade of evidence means, in words, strongest first.
GRADES: Mapping[Grade, str] = {
    Grade.RECORDED: "seen in an answer of the real service",
    Grade.PUBLISHED: "stated by the vendor's own description",
    Grade.CLIENT: "shown by the vendor's own client",
    Grade.FAQ: "said in the vendor's prose",
    Grade.ANCESTOR: "read in the source of an ancestor of the service",
    Grade.FRAMEWORK: "what the framework does when nobody overrides it",
    Grade.GUESS: "nothing better than likelihood",
    Grade.CONTRADICTED: "usual, and this service's own answers show otherwise",
}


@dataclass(frozen=True)
class Served:
    """
    What a server holds at the moment.

    Attributes:
        url: scheme and authority under which it was asked.
        world: name of the host whose records are served.
        counts: entity to the number of its records.
        recordings: resource to the number of its recorded answers.
    """

    url: str
    world: str
    counts: Mapping[str, int] = field(default_factory=dict)
    recordings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourceSummary:
    """
    A resource in the table of what is served.
    """

    resource: Resource
    path: str
    records: int
    recordings: int
    grades: tuple[tuple[Grade, int], ...]

    @property
    def open(self) -> bool:
        """
        Whether the path has a parameter without a choice, so that no link leads there.
        """
        return is_template(self.path)


def index_page(api: Api, served: Served, nonce: str) -> str:
    """
    Return the page that says what is served, from which evidence, with links to try.

    Style and script are marked with the nonce (`mockserver.http.page_policy`).
    """
    rows = [
        ResourceSummary(
            each,
            list_path(api, each),
            served.counts.get(each.entity, 0),
            served.recordings.get(each.name, 0),
            _grades(each),
        )
        for each in api.resources.values()
    ]
    return render(
        "index.html",
        api=api,
        served=served,
        nonce=nonce,
        title="What is served here",
        rows=rows,
        # A list below a parent that nobody chose has no address of its own.
        front=next(
            (each for each in sorted(rows, key=lambda row: row.resource.name != api.primary) if not each.open), None
        ),
        examples=_examples(api),
        singletons=[f"{api.base_path}{name}{closing(api)}" for name in api.singletons],
        legend=GRADES,
        settings=[
            (name, json.dumps(each.value), each.grade, each.source) for name, each in sorted(api.behaviour.items())
        ],
    )


def documentation_page(api: Api, nonce: str) -> str:
    """
    Return the page that shows `/openapi.json` in Swagger UI, which is loaded from this server.
    """
    return render("docs.html", api=api, title="Documentation", nonce=nonce)


@cache
def asset(name: str) -> bytes | None:
    """
    Return a file of the viewer, or None if the page needs none of that name.
    """
    package = find_spec("flask_swagger_ui")
    if name not in ASSETS or package is None or package.origin is None:
        return None
    return (Path(package.origin).parent / "dist" / name).read_bytes()


def _grades(resource: Resource) -> tuple[tuple[Grade, int], ...]:
    """
    Count how well the statements about a resource are known.
    """
    grades = {each.name: each.grade for each in resource.parameters}
    grades |= {name: each.grade for name, each in resource.evidence.items()}
    known = Counter(grades.values())
    return tuple((grade, known[grade]) for grade in Grade if known[grade])


def _examples(api: Api) -> list[tuple[Resource, list[tuple[str, str]]]]:
    """
    Return the examples of the documentation, each once, as text and link.
    """
    found = [(each, example_links(api, each.documentation)) for each in api.resources.values()]
    return [(resource, links) for resource, links in found if links]

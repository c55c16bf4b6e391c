"""
One request for each thing that a service documents: what chance may not come to in a few hundred requests.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from reference_drf.service import dotted

from differential.asking import Request
from differential.part import Part, Scene, pair
from differential.spellings import SPELLINGS
from differential.subject import some_value, values_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reference_drf.service import Parameter, Resource

    from differential.subject import Subject

#: What no type understands, or each in its own way.
UNREADABLE = ("\x00", "x y")


def covering(subjects: Sequence[Subject], seed: int) -> Iterator[tuple[str, Subject, Request]]:
    """
    Yield requests with the names of what each is about.
    """
    yield from spellings(subjects, seed)
    yield from documented(subjects, seed)


def documented(subjects: Sequence[Subject], seed: int) -> Iterator[tuple[str, Subject, Request]]:
    """
    Yield a request for each path, mode, filter, ordering and search field.
    """
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    for subject in subjects:
        yield "the root", subject, Request(subject.service.base_path)
        for name in subject.service.singletons:
            yield f"singleton {name}", subject, Request(f"{subject.service.base_path}{name}/")
        for resource in subject.service.resources.values():
            scene = Scene(random, subject, resource)
            for about, part in _of_resource(scene):
                yield f"{resource.name}: {about}", subject, scene.request(part)


def spellings(subjects: Sequence[Subject], seed: int) -> Iterator[tuple[str, Subject, Request]]:
    """
    Yield a value of each type in each spelling, once to `exact` and once to another lookup.
    """
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    fitting: dict[tuple[str, bool], list[tuple[Subject, Resource, Parameter]]] = {}
    for subject in subjects:
        for resource, each in subject.parameters:
            fitting.setdefault((each.type, each.lookup == "exact"), []).append((subject, resource, each))
    for (kind, _), chosen in fitting.items():
        subject, resource, each = random.choice([each for each in chosen if _has_values(*each)] or chosen)
        value = some_value(random, subject, resource, each)
        for text in SPELLINGS[kind](value):
            part = Part((pair(each.name, text), pair("limit", 1)))
            yield f"{kind} as {text!r}", subject, Scene(random, subject, resource).request(part)


def _has_values(subject: Subject, resource: Resource, parameter: Parameter) -> bool:
    """
    Say whether a filter has anything to look at.
    """
    found = (
        each for record in subject.records(resource) for path in parameter.fields for each in values_at(record, path)
    )
    return any(each is not None for each in found)


def _of_resource(scene: Scene) -> Iterator[tuple[str, Part]]:
    resource = scene.resource
    maximum = scene.subject.service.maximum_limit
    yield "the default page", Part()
    yield "the largest page", Part((pair("limit", maximum + 1),))
    yield "a record", Part(path=scene.detail())
    yield "an absent record", Part(path=scene.detail(999999))
    for mode in resource.modes.choices:
        yield f"mode {mode}", Part((pair("mode", mode), pair("limit", 2)))
    for each in resource.parameters:
        value = some_value(scene.random, scene.subject, resource, each)
        yield f"filter {each.name}", Part((pair(each.name, value), pair("limit", 2)))
    for text in UNREADABLE if resource.parameters else ():
        yield "unreadable filters", Part(tuple(pair(each.name, text) for each in resource.parameters))
    for name in resource.ordering:
        term = scene.random.choice(["", "-"]) + name
        yield f"ordering {term}", Part((pair("ordering", term), pair("limit", 7)))
    for name in resource.search:
        yield f"search {name}", Part((pair("search", f'"{_text(scene, name)}"'), pair("limit", 2)))


def _text(scene: Scene, name: str) -> str:
    """
    Return a text that a record has in a search field, and if there is one, that no other search field has.
    """
    records = scene.subject.records(scene.resource)
    others = [dotted(each) for each in scene.resource.search if each != name]
    elsewhere = {str(value) for record in records for other in others for value in values_at(record, other)}
    texts = sorted({str(value) for record in records for value in values_at(record, dotted(name)) if value})
    apart = [each for each in texts if not any(each.lower() in other.lower() for other in elsewhere)]
    return scene.random.choice(apart or texts or ["a"]).replace('"', " ")

"""
A fault: the right server with one stage replaced, under a name and with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from mockserver.engine import query
from mockserver.engine.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mockserver.engine.pipeline import Pipeline
    from mockserver.engine.stages.call import Call

#: Bytes of answers remembered by a server that is wrong in the same way each time.
_MEMORY = 16_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One way to be wrong.

    Attributes:
        name: stable identifier, kebab-case.
        concern: what it breaks: the concern of the checks that should catch it.
        stage: the stage of `mockserver.engine.pipeline.Pipeline` that is replaced.
        sentence: what the server does.
        wrong: called like the stage, with the right stage before its arguments.
        lasting: whether the same request gets the same wrong answer each time.
    """

    name: str
    concern: str
    stage: str
    sentence: str
    wrong: Callable[..., Any]
    lasting: bool = True

    def inject(self, pipeline: Pipeline) -> Pipeline:
        """
        Return the same pipeline, wrong in this way, with an empty memory of its own.
        """
        stage = partial(self.wrong, getattr(pipeline, self.stage))
        most_bytes = min(_MEMORY if self.lasting else 0, pipeline.memory.most_bytes)
        changes: dict[str, Any] = {self.stage: stage, "memory": Memory(most_bytes)}
        return replace(pipeline, **changes)


def asking(call: Call, *drop: str, **values: str) -> Call:
    """
    Return the same call as if some parameters had not been given, and others had been given with these values.
    """
    kept = [(name, value) for name, value in call.request.parameters if name not in drop and name not in values]
    return replace(call, request=call.request.with_parameters([*kept, *values.items()]))


def filters_of(call: Call) -> list[str]:
    """
    Return the filters that are asked for with a value.
    """
    return [each.name for each in call.resource.parameters if call.parameters.get(each.name, "").strip()]


def terms_of(call: Call) -> Sequence[str]:
    """
    Return the terms that are searched for.
    """
    return query.search_terms(call.parameters.get(query.SEARCH, ""), quoted=True)

"""
A running mock: a site and the pipeline that answers for it, each of which is exchanged for another while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.engine.pipeline import admitted, answer
from mockserver.http.answer import Answer

if TYPE_CHECKING:
    from mockserver.engine.pipeline import Pipeline
    from mockserver.engine.site import Site
    from mockserver.http.request import Request


@dataclass(frozen=True)
class Mock:
    """
    What answers.

    Attributes:
        site: what is served. A new one needs a pipeline whose memory is empty.
        pipeline: how; another one is wrong in a named way.
    """

    site: Site
    pipeline: Pipeline

    def answer(self, request: Request) -> Answer:
        """
        Answer one request.
        """
        return answer(self.pipeline, self.site, request)

    def form_for(self, request: Request) -> str | None:
        """
        Return the name of the form in which a request is to be answered; None for one that is let nowhere.
        """
        call = admitted(self.pipeline, self.site, request)
        return None if isinstance(call, Answer) else call.accepted.renderer.format

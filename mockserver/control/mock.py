"""
A running mock: a site and the pipeline that answers for it, each of which is exchanged for another while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockserver.engine.pipeline import answer

if TYPE_CHECKING:
    from mockserver.engine.pipeline import Pipeline
    from mockserver.engine.site import Site
    from mockserver.http.answer import Answer
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

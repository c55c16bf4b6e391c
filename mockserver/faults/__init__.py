"""
Servers that are wrong in one named way.

The same table serves front-end developers, who try their client's defences with it, and the proof that the
contract suite can fail: each check must be the first to catch one of these, and none may go uncaught.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.engine.pipeline import Pipeline

__all__ = ["with_faults"]


def with_faults(pipeline: Pipeline, names: Sequence[str]) -> Pipeline:
    """
    Return the pipeline with these faults switched on, the first one innermost.

    Raises:
        UnknownName: there is no such fault.
    """
    if not names:
        return pipeline
    # A mock that is right starts without them.
    from mockserver.faults.table import FAULTS  # noqa: PLC0415 - see above

    for name in names:
        if name not in FAULTS:
            raise UnknownName("fault", name, tuple(FAULTS))
        pipeline = FAULTS[name].inject(pipeline)
    return pipeline

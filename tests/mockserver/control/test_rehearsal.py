"""
A site is asked for everything before anybody asks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError
from apicontract.dataset import generate
from apicontract.dataset.lazy_records import copied
from apicontract.evidence.recordings import recordings_of
from mockserver.control.rehearsal import rehearse, rehearse_edited
from mockserver.engine.site import Site

if TYPE_CHECKING:
    from apicontract.contract.model import Record

API = load_api()


def _broken() -> tuple[Site, Record]:
    """
    Return a site with a record that cannot be served behind many that can, and that record.
    """
    world = generate(API, recordings_of(API))
    tables = copied(world.tables)
    last = tables["spacecraft"][-1]
    last["id"] = None
    return Site(API, replace(world, tables=tables)), last


def test_every_record_is_tried() -> None:
    """
    A record that cannot be served is found wherever it stands.
    """
    site, _ = _broken()

    with pytest.raises(DataError, match="without an identifier"):
        rehearse(site)


def test_what_is_new_is_tried_beside_some_others() -> None:
    """
    An edited record is found wherever it stands; what was served before is not tried again.
    """
    site, last = _broken()

    assert site is rehearse_edited(site, ())
    with pytest.raises(DataError, match="without an identifier"):
        rehearse_edited(site, (last,))

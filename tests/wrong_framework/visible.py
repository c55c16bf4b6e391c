"""
The half of the wrong servers that may be studied.

The halves were dealt by chance, each concern by itself.
"""

from __future__ import annotations

from itertools import chain

from wrong_framework import (
    visible_filters,
    visible_paging,
    visible_protocol,
    visible_queries,
    visible_records,
    visible_shapes,
)

#: The parts, by concern.
PARTS = (visible_paging, visible_filters, visible_queries, visible_shapes, visible_records, visible_protocol)
VISIBLE = tuple(chain.from_iterable(each.SERVERS for each in PARTS))

"""
The half of the wrong servers that is only counted: nobody who writes checks looks into these modules.

The halves were dealt by chance, each concern by itself.
"""

from __future__ import annotations

from itertools import chain

from wrong_framework import (
    hidden_filters,
    hidden_paging,
    hidden_protocol,
    hidden_queries,
    hidden_records,
    hidden_shapes,
)

#: The parts, by concern.
PARTS = (hidden_paging, hidden_filters, hidden_queries, hidden_shapes, hidden_records, hidden_protocol)
HIDDEN = tuple(chain.from_iterable(each.SERVERS for each in PARTS))

"""
The half of the reported faults that only counts.

A hash of the name decides (`gallery.is_visible`).
"""

from __future__ import annotations

from itertools import chain

from reported_faults import hidden_answers, hidden_filters, hidden_links, hidden_paging, hidden_searches

#: The parts, by concern.
PARTS = (hidden_paging, hidden_links, hidden_filters, hidden_searches, hidden_answers)
HIDDEN = tuple(chain.from_iterable(each.FAULTS for each in PARTS))

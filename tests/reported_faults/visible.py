"""
The half of the reported faults that may be studied.

A hash of the name decides (`gallery.is_visible`).
"""

from __future__ import annotations

from itertools import chain

from reported_faults import visible_answers, visible_filters, visible_links, visible_paging, visible_searches

#: The parts, by concern.
PARTS = (visible_paging, visible_links, visible_filters, visible_searches, visible_answers)
VISIBLE = tuple(chain.from_iterable(each.FAULTS for each in PARTS))

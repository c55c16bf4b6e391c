"""
What makes two findings of different runs the same.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.reports.report import Finding


def fingerprint(finding: Finding) -> str:
    """
    Return a name of a finding that survives other words, and another record in the same place: 64 hexadecimal digits.
    """
    places = ["/".join("*" if step.isdecimal() else step for step in str(each).split("/")) for each in finding.places]
    return hashlib.sha256(json.dumps([finding.rule, finding.subject, *places]).encode()).hexdigest()

"""
What the code of a Django project says -> our data: a description becomes declared facts.

`describe_django.py` runs in the project's own interpreter; the rest reads what it prints.
"""

from __future__ import annotations

from pathlib import Path

from apicontract.evidence.importing.project.describe_django import MEMBER
from apicontract.evidence.importing.project.imported import imported_project, source_of

#: The file that describes a project, for the project's interpreter.
DESCRIBER = Path(__file__).with_name("describe_django.py")

__all__ = ["DESCRIBER", "MEMBER", "imported_project", "source_of"]

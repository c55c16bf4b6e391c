"""
Spends a budget of requests on the most telling ones, and reports what they show.
"""

from apicontract.runner.run import run_checks
from apicontract.runner.verdicts import report_of

__all__ = ["report_of", "run_checks"]

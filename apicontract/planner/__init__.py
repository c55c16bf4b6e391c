"""
Spends a budget of requests on those that tell most.
"""

from apicontract.planner.gathering import gather

__all__ = ["gather"]

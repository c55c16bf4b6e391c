"""
Spends a budget of requests on those that tell most.
"""

from apicontract.planner.run import gather

__all__ = ["gather"]

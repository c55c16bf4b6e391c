"""
Which wrong reading of the contract explains what a server has answered.
"""

from apicontract.diagnosis.explanations import explained
from apicontract.diagnosis.operators import speaks_of_lists

__all__ = ["explained", "speaks_of_lists"]

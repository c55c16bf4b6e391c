"""
Which wrong reading of the contract explains what a server has answered.
"""

from apicontract.diagnosis.explanations import explained
from apicontract.diagnosis.operators import READ

__all__ = ["READ", "explained"]

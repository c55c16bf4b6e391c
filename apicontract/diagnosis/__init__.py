"""
Which wrong reading of the contract explains what a server has answered.
"""

from apicontract.diagnosis.explanations import explained

__all__ = ["explained"]

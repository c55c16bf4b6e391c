"""
One contract of a REST API, declared as data, used as mock, as test suite and as regression gate.
"""

__version__ = "0.1.0"

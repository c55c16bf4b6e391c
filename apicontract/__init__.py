"""
One contract of a REST API, declared as data, used as mock, as test suite and as regression gate.
"""

__version__ = "0.1.0"
#: Address of the repository, as git clones it; empty until it has a public one.
#: After a change of this line or the next, `python tests/installation.py` writes it into every file that names it.
REPOSITORY = ""
#: Name under which a registry holds the package; empty as long as none does.
REGISTRY = ""

"""
The pytest plugin: options and fixtures of the contract suite, the mock and an application of one's own as fixtures.

This module is imported in every test run of everybody who installs the package, so it imports next to
nothing; each fixture imports what it needs when it is used.
"""

from apicontract.pytest_plugin.holding import contract_app
from apicontract.pytest_plugin.mocking import make_mock_api, mock_api
from apicontract.pytest_plugin.options import pytest_addoption, pytest_configure, pytest_configure_node
from apicontract.pytest_plugin.outcomes import pytest_report_teststatus, pytest_terminal_summary, pytest_testnodedown
from apicontract.pytest_plugin.suite import (
    Case,
    _contract_clients,
    _contract_results,
    _contract_sharing,
    _contract_target,
    contract_api,
    contract_case,
    contract_client,
    contract_evidence,
    contract_part,
    pytest_generate_tests,
    pytest_runtest_call,
)

__all__ = [
    "Case",
    "_contract_clients",
    "_contract_results",
    "_contract_sharing",
    "_contract_target",
    "contract_api",
    "contract_app",
    "contract_case",
    "contract_client",
    "contract_evidence",
    "contract_part",
    "make_mock_api",
    "mock_api",
    "pytest_addoption",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_generate_tests",
    "pytest_report_teststatus",
    "pytest_runtest_call",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]

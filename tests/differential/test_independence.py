"""
The reference and the requests know nothing of the product: else one wrong number would make both sides wrong alike.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PRODUCT = {"apicontract", "mockserver"}
#: What may hand the product's world over to the reference, or starts the product: no part of either judge.
BRIDGES = {"conftest.py", "declarations.py", "serving.py"}
APPLICATIONS = sorted(path for name in ("reference_drf", "plain_drf") for path in (TESTS / name).glob("*.py"))
REQUESTS = sorted(
    path
    for path in (TESTS / "differential").glob("*.py")
    if path.name not in BRIDGES and not path.name.startswith("test_")
)
#: Calls that read a file, which could be a contract.
READERS = {"open", "read_text", "read_bytes", "load", "loads", "import_module", "__import__", "exec", "eval"}

REFERENCE = """
import io, json, pkgutil, importlib
import reference_drf
from reference_drf import SERVICES, reference_application

for service in SERVICES.values():
    application = reference_application(service, {})
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"{service.base_path}{service.primary}/", "QUERY_STRING": "",
        "SERVER_NAME": "right.example", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http"}
    print(json.loads(b"".join(application(environ, lambda *_: None)))["count"])
for each in pkgutil.iter_modules(reference_drf.__path__, "reference_drf."):
    importlib.import_module(each.name)
"""
PLAIN = """
import os, pkgutil, importlib, tempfile
os.environ["PLAIN_DRF_DATABASE"] = os.path.join(tempfile.mkdtemp(), "rows.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "plain_drf.settings"
import django, plain_drf
django.setup()
for each in pkgutil.iter_modules(plain_drf.__path__, "plain_drf."):
    importlib.import_module(each.name)
import plain_drf.rows
plain_drf.rows.fill(0)
print(plain_drf.models.Spacecraft.objects.count())
"""
BLOCKED = "import sys\nsys.modules['apicontract'] = sys.modules['mockserver'] = None\n"


def imported(path: Path) -> set[str]:
    """
    Return the packages that a module names in imports that are run.
    """
    tree = ast.parse(path.read_text("utf-8"))
    hints = {each for node in ast.walk(tree) if _for_types(node) for each in ast.walk(node)}
    names: set[str] = set()
    for node in ast.walk(tree):
        if node in hints:
            continue
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {each.partition(".")[0] for each in names}


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("path", [*APPLICATIONS, *REQUESTS], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_of_the_product_is_imported(path: Path) -> None:
    """
    No module of the right servers, of the requests and of the comparison imports the product.
    """
    assert set() == imported(path) & PRODUCT


@pytest.mark.parametrize("path", APPLICATIONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_contract_is_read(path: Path) -> None:
    """
    No module of the right servers reads a file or names the product, so no number can come from a contract.
    """
    text = path.read_text("utf-8")
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
    }

    assert set() == {each for each in PRODUCT if each in text}
    assert (called & READERS) <= {"load"}, "only `models.load`, which reads the database back"


@pytest.mark.parametrize(("script", "shown"), [(REFERENCE, ["0", "0"]), (PLAIN, ["0"])], ids=["reference", "plain"])
def test_right_servers_run_without_the_product(script: str, shown: list[str]) -> None:
    """
    Where the product cannot be imported, both right servers still start and answer.
    """
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED + script], cwd=TESTS, capture_output=True, text=True, check=False, timeout=120
    )

    assert shown == done.stdout.split(), done.stderr[-2000:]

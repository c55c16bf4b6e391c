"""
Where the package comes from, in every file that says it: all of them follow the two constants of `apicontract`.

`python tests/installation.py` writes the files anew.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import apicontract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[1]
#: Where a repository keeps a checkout of this one, as long as no address leads to it.
VENDORED = "./vendor/apicontract"
_NOT_PUBLIC = "apicontract has no public address yet: keep a checkout of it there, as a submodule or a copy."


@dataclass(frozen=True)
class Source:
    """
    Where the package comes from.

    Attributes:
        repository: address of the repository, empty if it has none.
        registry: name in a registry, empty if none holds it.
    """

    repository: str = apicontract.REPOSITORY
    registry: str = apicontract.REGISTRY

    def requirement(self, local: str, extra: str = "") -> str:
        """
        Return what an installer is given: a name, an address, or a path where there is neither.
        """
        extras = f"[{extra}]" if extra else ""
        if self.registry:
            return f"{self.registry}{extras}"
        if self.repository:
            return f"apicontract{extras} @ git+{self.repository}" if extra else f"git+{self.repository}"
        return f"{local}{extras}"

    def uvx(self) -> str:
        """
        Return what runs a command without an installation.
        """
        named = self.registry == "apicontract"
        return "uvx apicontract" if named else f"uvx --from {quoted(self.requirement('.'))} apicontract"

    def action(self, indent: str) -> str:
        """
        Return the step of a workflow that runs the action.
        """
        place = urlsplit(self.repository)
        path = place.path.strip("/").removesuffix(".git")
        used = f"{path}@main" if place.hostname == "github.com" else VENDORED
        before = ""
        if not self.repository:
            before = f"{indent}# {_NOT_PUBLIC}\n"
        elif used == VENDORED:
            before = f"{indent}- run: git clone --quiet --depth 1 {self.repository} {VENDORED}\n"
        return f"{before}{indent}- uses: {used} # the action of apicontract"


def quoted(text: str) -> str:
    """
    Return a word for a shell, in quotes if it needs them.
    """
    return text if re.fullmatch(r"[\w./@+:-]+", text) else f'"{text}"'


def _document(source: Source) -> str:
    """
    Return `docs/installation.md`.
    """
    whole, test = quoted(source.requirement(".")), quoted(source.requirement(".", "test"))
    mcp, repository = quoted(source.requirement(".", "mcp")), source.repository or "../apicontract"
    if source.registry:
        known = "The package is in a registry, and its repository can be installed from as well."
    elif source.repository:
        known = "The package is in no registry yet; everything is installed from its repository."
    else:
        known = (
            "The package is in no registry, and its repository has no public address yet: everything below is run in "
            "a checkout (`.`), or takes the path of one, or of a wheel file that `pip wheel --no-deps .` makes there."
        )
    return f"""<!-- Written by tests/installation.py from the constants of apicontract/__init__.py. -->
# Installation

Python 3.11 or newer, and git.
{known}

| with | command |
|---|---|
| pip | `pip install {whole}` |
| pip, with what the fixtures of [pytest](pytest.md) need | `pip install {test}` |
| pip, with what [agents](command-line.md#agents) need | `pip install {mcp}` |
| pipx | `pipx install {whole}` |
| uvx, without an installation | `{source.uvx()} serve` |

## In CI

The action, the hook and the container install the checkout that they are part of: the version is that of their address.

**GitHub**, the action in a workflow ([pull request](ci/pull-request.yml), [every night](ci/nightly.yml)):

```yaml
{source.action("      ")}
        with:
          target: mock
```

**GitLab**, two jobs ([`gitlab-ci.yml`](ci/gitlab-ci.yml)):

```yaml
    APICONTRACT_PACKAGE: "{source.requirement(VENDORED)}"
```

**pre-commit**, the hook that holds `schemas/` to `fixtures/`, in `.pre-commit-config.yaml`; `rev` is a tag or a commit:

```yaml
repos:
  - repo: {repository}
    rev: main
    hooks:
      - id: apicontract-derive
```

**Container**, from a checkout, which `compose.yaml` does as well:

```console
$ docker build --file Containerfile --tag apicontract .
```
"""


def _urls(source: Source) -> str:
    urls = f'[project.urls]\nRepository = "{source.repository}"\n\n' if source.repository else ""
    return f"{urls}[project.scripts]"


def _clone(source: Source) -> str:
    clone = f"$ git clone {source.repository} apicontract && cd apicontract\n" if source.repository else ""
    return f"{clone}$ python3 -m venv .venv && . "


@dataclass(frozen=True)
class Place:
    """
    A part of a file that says where the package comes from.

    Attributes:
        pattern: the part.
        text: what stands there.
    """

    pattern: str
    text: Callable[[Source], str]

    def rewritten(self, text: str, source: Source) -> str:
        """
        Return the text of a file with this part as a source wants it.

        Raises:
            ValueError: the part does not stand there once.
        """
        made, count = re.subn(self.pattern, lambda _: self.text(source), text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{count} places of {self.pattern}")
        return made


_ACTION = Place(
    r"(?:^ *# \w+ has no public address.*\n|^ *- run: git clone .*\n)?^ *- uses: \S+ # the action of apicontract$",
    lambda source: source.action("      "),
)
#: File to its parts, in the order in which they are written.
PLACES: Mapping[str, tuple[Place, ...]] = {
    "docs/installation.md": (Place(r"\A[\s\S]*\Z", _document),),
    "docs/ci/pull-request.yml": (_ACTION,),
    "docs/ci/nightly.yml": (
        _ACTION,
        Place(r"(?<=^      - run: pip install --quiet ).*$", lambda source: quoted(source.requirement(VENDORED))),
    ),
    "docs/ci/gitlab-ci.yml": (
        Place(r'(?<=^    APICONTRACT_PACKAGE: ").*(?="$)', lambda source: source.requirement(VENDORED)),
    ),
    "pyproject.toml": (Place(r"(?:^\[project\.urls\]\n.*\n\n)?^\[project\.scripts\]$", _urls),),
    "README.md": (Place(r"(?:^\$ git clone .*\n)?^\$ python3 -m venv \.venv && \. ", _clone),),
}


def rewritten(name: str, text: str, source: Source) -> str:
    """
    Return the text of a file as a source wants it.
    """
    for place in PLACES[name]:
        text = place.rewritten(text, source)
    return text


def main() -> int:
    """
    Write every file anew.
    """
    for name in PLACES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(rewritten(name, text, Source()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""
Runs every benchmark of this folder, one after the other.

    python benchmarks/run.py [NAME ...]

`peers`, which ends with `further`, runs when it is named, for it takes minutes and fetches other servers. Each file
also runs alone.
The last figure of a line is a ratio of two things measured in the same run on
the same machine, so that it can be compared with that of another machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: Modules that the benchmarks share, and what runs only when it is named.
SHARED, NAMED = {"run", "timing", "load", "applications", "node_servers", "plots", "serving"}, {"peers", "further"}


def main() -> int:
    """
    Run the named benchmarks, or all but those that have to be named.
    """
    found = {path.stem: path for path in sorted(HERE.glob("*.py")) if path.stem not in SHARED}
    names = sys.argv[1:] or [each for each in found if each not in NAMED]
    if unknown := sorted(set(names) - set(found)):
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    failed = []
    for name in names:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        if subprocess.run([sys.executable, str(found[name])], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""
Makes the hand-made API of the tests of the checks importable.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))

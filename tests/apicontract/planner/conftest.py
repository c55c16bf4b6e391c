"""
Makes `books` and `readings`, which the tests of misreadings use, importable by the tests of the planner.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "diagnosis"))
sys.path.insert(0, str(Path(__file__).parent))

"""
Makes `books` and `readings` importable by the tests of misreadings.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

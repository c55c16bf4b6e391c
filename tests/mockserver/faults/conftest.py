"""
Makes `things` importable by the tests of the faults.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

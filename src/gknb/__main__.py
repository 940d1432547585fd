"""``python -m gknb`` is ``gknb``."""

import sys

from gknb.cli import program

sys.exit(program())

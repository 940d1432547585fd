"""``python -m gknb`` is ``gknb``."""

import sys

from gknb.cli import main

sys.exit(main())

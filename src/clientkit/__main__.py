"""``python -m clientkit``."""

import sys

from clientkit.cli import main

sys.exit(main())

"""A child process that takes more memory than it may: ``python -m tests.core.greedy FOLDER``."""

import os
import sys
from pathlib import Path

from core.limits import MEMORY, limit

if __name__ == "__main__":
    limit()
    Path(sys.argv[1], "environment").write_text(" ".join(os.environ))
    bytearray(MEMORY)

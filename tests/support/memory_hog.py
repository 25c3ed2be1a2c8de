"""A child process that takes too much memory: ``python -m tests.support.memory_hog FOLDER``."""

import os
import sys
from pathlib import Path

from core.pdf.limits import MEMORY, limit

if __name__ == "__main__":
    limit()
    Path(sys.argv[1], "environment").write_text(" ".join(os.environ))
    bytearray(MEMORY)

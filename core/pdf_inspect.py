"""The child process that opens an upload: ``python -m core.pdf_inspect FOLDER``.

It reads ``upload.pdf`` in the folder and ends with an error if that does not open without a
password or has no leaf. Knows nothing of Django.
"""

import sys
from pathlib import Path

import pikepdf

from core.limits import limit

if __name__ == "__main__":
    limit()
    try:
        with pikepdf.open(Path(sys.argv[1], "upload.pdf"), attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                sys.exit("it has no leaf")
    except (pikepdf.PdfError, pikepdf.PasswordError) as fault:
        sys.exit(" ".join(str(fault).split()))

"""Opens an uploaded PDF in a child process: ``python -m core.pdf.inspector FOLDER``.

It reads ``upload.pdf`` in the folder and ends with an error if that does not open without a
password or has no leaf. Knows nothing of Django.
"""

import sys
from pathlib import Path

from core.pdf.limits import limit


def main(folder: Path) -> None:
    """Open the upload of the folder."""
    import pikepdf  # here: the site, which names this module to start it, has no use for it

    try:
        with pikepdf.open(folder / "upload.pdf", attempt_recovery=False) as pdf:
            if not len(pdf.pages):
                sys.exit("it has no leaf")
    except (pikepdf.PdfError, pikepdf.PasswordError) as fault:
        sys.exit(" ".join(str(fault).split()))


if __name__ == "__main__":
    limit()
    main(Path(sys.argv[1]))

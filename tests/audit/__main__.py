"""What is known against the packages, and what Mozilla's Observatory says of the site.

Run as ``make audit``. The scanner and the Node that runs it are packages of npm, kept in ``.venv``
and installed without their scripts: these would fetch lists from other places.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.audit.front import front
from tests.support.running_site import ROOT, manage, serving

LEAST = 120
HOST = "www.example.org"
NODE = Path(sys.prefix) / "node"
SCANNER = NODE / "node_modules" / "@mdn" / "mdn-http-observatory"
HERE = Path(__file__).resolve().parent


def packages():
    """Return a sentence about what is known against the packages that are installed to run."""
    locked = [f"--requirement=requirements/{name}.txt" for name in ("run", "postgres")]
    command = [Path(sys.prefix) / "bin" / "pip-audit", "--strict", "--require-hashes", *locked]
    options = ["--disable-pip", "--progress-spinner=off"]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return "No vulnerability of a package is known."
    if done.stdout:
        raise SystemExit(done.stdout)
    reason = done.stderr.strip().rpartition("\n")[2]
    return f"NOT CHECKED: the registry of this machine tells nothing of vulnerabilities ({reason})."


def install():
    """Install the scanner if it is not there."""
    if (SCANNER / "conf" / "hsts-preload.json").exists():
        return
    NODE.mkdir(exist_ok=True)
    shutil.copy(HERE / "package.json", NODE)
    options = ["--no-audit", "--no-fund", "--no-package-lock", "--silent", f"--prefix={NODE}"]
    subprocess.run(["npm", "install", "--ignore-scripts", *options], check=True)
    # Its script alone is run: it installs the Node for this machine, a package too.
    subprocess.run(["npm", "rebuild", "node", *options], check=True)
    # In place of the list that the scanner's script would fetch: no name is built into browsers.
    (SCANNER / "conf" / "hsts-preload.json").write_text("{}")


def certificate(folder):
    """Make a certificate for the name of the site; return its file and that of its key."""
    made, key = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-out", str(made), "-keyout", str(key)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return made, key


def observatory(folder):
    """Return what the scanner says of the site as visitors reach it, by https."""
    public = {"C40_HOSTS": HOST, "C40_TLS": "true"}
    manage(folder / "var", "prepare", **public)
    made, key = certificate(folder)
    scan = [NODE / "node_modules" / ".bin" / "node", "--import", HERE / "ports.mjs"]
    with serving(folder / "var", **public) as site, front(site.port, made, key) as (http, https):
        local = {"LOCAL_PORTS": json.dumps([[80, http], [443, https]])}
        done = subprocess.run(
            [*scan, SCANNER / "src" / "scan.js", HOST],
            env={**os.environ, **local, "NODE_EXTRA_CA_CERTS": str(made)},
            capture_output=True,
            text=True,
        )
    return json.loads(done.stdout)


def main():
    """Print both; fail if something is known, or the score is too low."""
    said = packages()
    install()
    with tempfile.TemporaryDirectory() as folder:
        found = observatory(Path(folder))
    if "scan" not in found:
        raise SystemExit(f"The Observatory could not look at the site: {found}")
    for name, test in found["tests"].items():
        print(f"{test['scoreModifier']:+4}  {name}: {test['result']}")
    score = found["scan"]["score"]
    print(f"Observatory: {score}, grade {found['scan']['grade']} (at least {LEAST})\n{said}")
    sys.exit(score < LEAST or said.startswith("NOT"))


if __name__ == "__main__":
    main()

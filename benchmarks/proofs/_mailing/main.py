"""The command: ``bin/proof mailing``."""

import argparse
import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from benchmarks.proofs._database import own_database


def main() -> int:
    """Run the proof; 0 when it holds."""
    parser = argparse.ArgumentParser(prog="bin/proof mailing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 people, within 45 seconds")
    parser.add_argument(
        "--sabotage", action="store_true", help="fill in the words once for everybody: must fail"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="wayfellow-proof-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database(arguments.database, folder, "mailing"))
        os.environ.update(
            DJANGO_SETTINGS_MODULE="benchmarks.proofs._mailing.settings",
            WAYFELLOW_VAR=str(folder), DATABASE_URL=url, MAIL_URL="", MAILINGS_PER_MINUTE="6000",
        )  # fmt: skip
        import django  # noqa: PLC0415 - the environment is set by now

        django.setup()
        # Only now: what it reads of the program needs the settings.
        sending = import_module("benchmarks.proofs._mailing.sending")
        figures = sending.run(quick=arguments.quick, sabotage=arguments.sabotage)
    figures = {"proof": "mailing", "database": arguments.database} | figures
    print(json.dumps(figures))
    return 0 if figures["holds"] else 1

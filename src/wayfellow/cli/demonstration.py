"""``wayfellow demo``: a consortium to look at, or one season of each style, unattended."""

import argparse
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from wayfellow.cli.fault import Commands, Fault, call, with_django

ROOT = Path(__file__).resolve().parents[3]


def register(commands: Commands) -> None:
    """Adds demo."""
    demo = commands.add_parser("demo", help="a demonstration consortium, served; or --once")
    demo.add_argument("--fresh", action="store_true", help="forget what was there and start over")
    demo.add_argument(
        "--once",
        action="store_true",
        help="one season of each style on the files in samples/, unattended, then stop",
    )
    demo.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    demo.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
    demo.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Dispatch: a season to its end, or the middle of one to look at."""
    # What the demonstration writes is its own: it never touches a configured database or mailbox.
    for name in ("DATABASE_URL", "MAIL_URL", "STORAGE_URL", "CACHE_URL", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ["SHOW_GALLERY"] = "yes"
    base = Path(os.environ.get("WAYFELLOW_VAR") or ROOT / "var")
    return _once(base) if arguments.once else _serve(arguments, base)


def _once(base: Path) -> int:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    folder = base / "once" / f"{stamp}-{os.getpid()}"
    folder.mkdir(parents=True)
    os.environ["WAYFELLOW_VAR"] = str(folder)
    _set_up()
    from wayfellow.cli.season.show import live_through  # noqa: PLC0415 - Django is started by now

    live_through(folder)
    print(f"report: {folder / 'report'}")
    return 0


def _serve(arguments: argparse.Namespace, base: Path) -> int:
    folder = base / "demo"
    done = folder / "demo.json"
    if arguments.fresh or (folder.exists() and not done.exists()):
        # A demonstration that was interrupted while being made is made anew.
        shutil.rmtree(folder, ignore_errors=True)
    os.environ["WAYFELLOW_VAR"] = str(folder)
    os.environ["BASE_URL"] = os.environ.get("BASE_URL", f"http://127.0.0.1:{arguments.port}")
    _set_up()
    from wayfellow.cli.season.show import sign_ins, until_today  # noqa: PLC0415 - see above

    if not done.exists():
        print("Making the demonstration: three programmes, from import to today.", flush=True)
        until_today(done)
    for line in sign_ins(done):
        print(line)
    from wayfellow.cli.run import run_serve  # noqa: PLC0415 - see above

    arguments.workers = 2
    return run_serve(arguments)


def _set_up() -> None:
    vendor = ROOT / "var" / "vendor"
    if not vendor.exists():
        raise Fault("The front-end files are missing. Run bin/setup, then try again.")
    with_django()
    call("migrate", interactive=False, verbosity=0)
    call("createcachetable", verbosity=0)

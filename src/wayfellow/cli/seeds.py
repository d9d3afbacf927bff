"""``wayfellow seed``: repeatable data for trying things at real sizes."""

import argparse
import json
from pathlib import Path

from wayfellow.cli.fault import Commands, Fault, call, with_django


def register(commands: Commands) -> None:
    """Adds seed."""
    seed = commands.add_parser("seed", help="repeatable data: demo, season or national")
    seed.add_argument("--size", required=True, choices=("demo", "season", "national"))
    seed.add_argument("--seed", type=int, default=1, metavar="N", help="another number, other data")
    seed.add_argument("--json", type=Path, metavar="FILE", help="write people, roles and ids here")
    seed.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    with_django()
    call("migrate", interactive=False, verbosity=0)
    from django.db import IntegrityError, transaction  # noqa: PLC0415 - Django is started by now

    from wayfellow.cli.seeding.life import Life  # noqa: PLC0415 - see above
    from wayfellow.cli.seeding.seed import SIZES, Seeder  # noqa: PLC0415 - see above

    seeder = Seeder(SIZES[arguments.size], arguments.seed)
    made = seeder.made
    try:
        with transaction.atomic():
            Life(seeder, *seeder.people()).run()
    except IntegrityError as error:
        raise Fault(
            f"seed {arguments.seed} is in this database already; choose another --seed"
        ) from error
    if arguments.json:
        text = json.dumps(made.as_json(), ensure_ascii=False, indent=1)
        try:
            arguments.json.write_text(text, encoding="utf-8")
        except OSError as error:
            raise Fault(f"{arguments.json} cannot be written: {error.strerror}") from error
    counts = ", ".join(f"{len(ids)} {name}s" for name, ids in sorted(made.objects.items()))
    print(
        f"{len(made.people)} people, {counts}; everybody's password is {made.as_json()['password']}"
    )
    return 0

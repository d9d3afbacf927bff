"""Looking at the site from outside: routes and doctor."""

import argparse
import json
import sys

from wayfellow.cli.fault import Commands, with_django


def register(commands: Commands) -> None:
    """Adds routes and doctor."""
    routes = commands.add_parser("routes", help="every address, its methods and its door")
    routes.add_argument("--json", action="store_true", help="as JSON, for programs")
    routes.set_defaults(func=run_routes)
    doctor = commands.add_parser("doctor", help="what is wrong here and how to mend it")
    doctor.add_argument("--deploy", action="store_true", help="fail on an unsafe configuration")
    doctor.set_defaults(func=run_doctor)


def run_routes(arguments: argparse.Namespace) -> int:
    with_django()
    from wayfellow.config.routes import routes  # noqa: PLC0415 - Django is started by now

    found = routes()
    if arguments.json:
        rows = [
            {"path": route.path, "methods": list(route.methods), "permission": route.permission}
            for route in found
        ]
        json.dump(rows, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return 0
    for route in found:
        print(f"{route.path:60} {','.join(route.methods):12} {route.permission}")
    return 0


def run_doctor(arguments: argparse.Namespace) -> int:
    with_django()
    from wayfellow.config.doctor import examine  # noqa: PLC0415 - Django is started by now

    findings = examine(deploy=arguments.deploy)
    for finding in findings:
        print(f"{'ok  ' if finding.is_well else 'MEND'} {finding.what}: {finding.says}")
    return 0 if all(finding.is_well for finding in findings) else 1

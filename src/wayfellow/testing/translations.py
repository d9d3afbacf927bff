"""Keeps the message catalogues of all rooms: checks them, brings them up to date, compiles them."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.utils.translation import to_locale

from wayfellow.testing.catalogues import Broken, compiled, differences, entries, faults, update
from wayfellow.testing.messages import Message, NotPlain, messages_of

ROOMS = Path(__file__).resolve().parents[1]
DJANGO = Path(django.__file__).parent / "conf"
SOURCE = "en"
HOME = "{room}/locale/{locale}/LC_MESSAGES/django.po"


def main() -> int:
    """Do what was asked; exit 1 when a reader would stumble."""
    parser = argparse.ArgumentParser(prog="bin/translations", description=__doc__)
    parser.add_argument(
        "verb",
        choices=["check", "update", "compile"],
        help="check: name what lacks a translation, what nothing uses and what is broken; "
        "update: write missing texts into the catalogues, to be filled in, and drop unused ones; "
        "compile: make what the program reads",
    )
    # Read only where needed: compiling must work whatever the environment says.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayfellow.config.settings")
    verbs = {"check": _check, "update": _update, "compile": _compile}
    found = list(verbs[parser.parse_args().verb]())
    for fault in found:
        print(fault)
    print(
        f"{len(list(ROOMS.glob(HOME.format(room='*', locale='*'))))} catalogues, {len(found)} faults"
    )
    return 1 if found else 0


def _rooms() -> Iterator[tuple[str, dict[Message, Path]]]:
    for room in sorted(path for path in ROOMS.iterdir() if (path / "__init__.py").exists()):
        if wanted := messages_of(room):
            yield room.name, wanted


def _locales() -> list[str]:
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != SOURCE]


def _home(room: str, locale: str) -> Path:
    """Where a room's texts are; one whose catalogue is never read relies on Django's own."""
    is_read = (ROOMS / room / "apps.py").exists() or ROOMS / room in _pure()
    return Path(HOME.format(room=ROOMS / room if is_read else DJANGO, locale=locale))


def _pure() -> list[Path]:
    """Rooms that are no app of Django's and have texts all the same."""
    return [Path(path).parent for path in settings.LOCALE_PATHS]


def _compile() -> Iterator[str]:
    for path in sorted(ROOMS.glob(HOME.format(room="*", locale="*"))):
        try:
            path.with_suffix(".mo").write_bytes(compiled(entries(path)))
        except Broken as fault:
            yield str(fault)


def _update() -> Iterator[str]:
    for room, wanted in _rooms():
        for locale in _locales():
            path = _home(room, locale)
            if path.is_relative_to(ROOMS):
                update(path, wanted, like=_home("ui", locale))
    yield from ()


def _check() -> Iterator[str]:
    try:
        rooms = dict(_rooms())
    except NotPlain as fault:
        yield str(fault)
        return
    for path in sorted(ROOMS.glob(HOME.format(room="*", locale="*"))):
        rooms.setdefault(path.relative_to(ROOMS).parts[0], {})
    for locale in _locales():
        try:
            yield from (
                f"{room}, {locale}: {fault}"
                for room, wanted in rooms.items()
                for fault in _one(_home(room, locale), wanted)
            )
            yield from _clashes(locale)
        except Broken as fault:
            yield str(fault)


def _one(path: Path, wanted: dict[Message, Path]) -> Iterator[str]:
    """What is wrong with one catalogue."""
    messages = entries(path) if path.exists() else []
    missing, unused = differences(messages, wanted)
    for message in missing:
        yield f"{_said(message)} is missing ({wanted[message].relative_to(ROOMS)})"
    if path.is_relative_to(ROOMS):
        yield from (f"{_said(message)} is used no more" for message in unused)
        yield from faults(messages)


def _clashes(locale: str) -> Iterator[str]:
    """All catalogues are one to Django: the first that has a text decides for everybody."""
    decided: dict[tuple[str, str | None, bool], tuple[str, list[str]]] = {}
    for app, folder in _read():
        path = Path(HOME.format(room=folder, locale=locale))
        for entry in entries(path) if path.exists() else []:
            text, plural, context = entry.message
            first, answers = decided.setdefault(
                (text, context, plural is None), (app, entry.answers)
            )
            if app.startswith("wayfellow.") and entry.key and answers != entry.answers:
                yield (
                    f"{app.removeprefix('wayfellow.')}, {locale}: {_said(entry.message)} is shown "
                    f"as {answers[0]!r} of {first}, not as {entry.answers[0]!r}: agree, or give "
                    "one of them a context"
                )


def _read() -> Iterator[tuple[str, Path]]:
    """Whatever has a catalogue that the program reads, the first that decides first."""
    yield from ((f"wayfellow.{room.name}", room) for room in _pure())
    for app in settings.INSTALLED_APPS:
        spec = importlib.util.find_spec(app)
        for folder in (spec and spec.submodule_search_locations) or ():
            yield app, Path(folder)


def _said(message: Message) -> str:
    return f"{message.message!r} ({message.context})" if message.context else repr(message.message)


if __name__ == "__main__":
    sys.exit(main())

"""Settings come from the environment, and one that is not understood stops the start."""

import contextlib
import os
import secrets
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}
SHORTEST_KEY = 32
MAIL_TIMEOUT = 15
FASTEST = 60_000
"""Mails a minute, at the most."""
LONGEST_MAILBOX = 18
"""A local part has 64 characters, and a token with its plus takes 46 of them."""


def flag(name: str, *, default: bool = False) -> bool:
    """True or false as written in words."""
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in _YES


def secret_key(var: Path) -> str:
    """SECRET_KEY, or one made at the first start and kept in ``var/secret_key``."""
    if key := os.environ.get("SECRET_KEY", ""):
        if len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(
                f"SECRET_KEY must have at least {SHORTEST_KEY} characters. Make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return key
    kept = var / "secret_key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        fresh = var / f"secret_key.{os.getpid()}"
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):  # another process was quicker
            kept.hardlink_to(fresh)
        fresh.unlink()
    return kept.read_text().strip()


def _parts(url: str) -> SplitResult | None:
    """The parts of ``url``; None without a host, or with a port that is no number."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_whole else None


def base_url() -> str:
    """BASE_URL, the address that mails link to; never taken from a request."""
    value = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parts = _parts(value)
    if parts is None or parts.scheme not in {"http", "https"} or parts.query:
        raise ImproperlyConfigured(
            f"BASE_URL must look like https://mentoring.example.edu, not {value!r}."
        )
    return value.rstrip("/")


def hosts(base: str) -> list[str]:
    """Host names that requests may name: that of BASE_URL, and the machine's own for probes."""
    host = urlsplit(base).hostname or ""
    return sorted({host, "127.0.0.1", "localhost", "[::1]"})


def database(var: Path) -> dict[str, Any]:
    """DATABASE_URL as Django's dictionary; SQLite with the settings that keep data safe."""
    default = f"sqlite:///{var / 'wayfellow.sqlite3'}"
    url = os.environ.get("DATABASE_URL") or default
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL is not understood ({error}). Write sqlite:////path/file or "
            "postgresql://user:password@host:5432/name."
        ) from error
    engine = found.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"
            ),
        }
        var.mkdir(parents=True, exist_ok=True)
    elif engine == "django.db.backends.postgresql":
        found["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL must name an SQLite file or a PostgreSQL database."
        )
    return found


def mailer(var: Path) -> dict[str, Any]:
    """MAIL_URL as a mailer: smtp://, smtps:// or a folder of .eml files."""
    url = os.environ.get("MAIL_URL", "")
    if not url:
        folder = var / "mail"
        return {
            "BACKEND": "wayfellow.notifications.folder.FolderBackend",
            "OPTIONS": {"folder": str(folder)},
        }
    parts = _parts(url)
    if parts is None or parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured("MAIL_URL must look like smtp://user:password@host:587?tls=yes.")
    tls = parse_qs(parts.query).get("tls", ["no"])[0].lower() in _YES
    return {
        "BACKEND": "wayfellow.notifications.smtp.Transport",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": tls and parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": MAIL_TIMEOUT,
        },
    }


def inbox() -> str:
    """MAIL_INBOX_URL: the IMAP mailbox to which people reply; nothing where there is none."""
    url = os.environ.get("MAIL_INBOX_URL", "")
    parts = _parts(url) if url else None
    if url and (parts is None or parts.scheme not in {"imap", "imaps"} or not parts.hostname):
        raise ImproperlyConfigured(
            "MAIL_INBOX_URL must look like imaps://user:password@host:993/INBOX."
        )
    return url


def provider() -> tuple[str, dict[str, str]]:
    """MAIL_WEBHOOK: which provider brings mail, and the secrets by which it is known."""
    url = os.environ.get("MAIL_WEBHOOK", "")
    if not url:
        return "", {}
    parts = _parts(url)
    if parts is None or not (parts.scheme and parts.username and parts.password):
        raise ImproperlyConfigured("MAIL_WEBHOOK must look like postmark://user:password@webhook.")
    secrets = {"WEBHOOK_SECRET": f"{unquote(parts.username)}:{unquote(parts.password)}"}
    if key := parse_qs(parts.query).get("key", [""])[0]:
        secrets["MAILGUN_WEBHOOK_SIGNING_KEY"] = secrets["MANDRILL_WEBHOOK_KEY"] = key
    return parts.scheme, secrets


def replies(domain: str) -> str:
    """MAIL_REPLIES: the mailbox's own address, to which each reply address adds its token."""
    address = os.environ.get("MAIL_REPLIES", f"reply@{domain}")
    name, at, host = address.rpartition("@")
    if not at or not host or not 0 < len(name) <= LONGEST_MAILBOX or "+" in name:
        raise ImproperlyConfigured(
            f"MAIL_REPLIES {address!r} must be an address such as reply@example.org, with at most"
            f" {LONGEST_MAILBOX} characters before the @."
        )
    return address


def cache() -> dict[str, Any]:
    """CACHE_URL as Django's dictionary; without it, a table of the database."""
    url = os.environ.get("CACHE_URL", "")
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "wayfellow_cache",
        }
    if urlsplit(url).scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("CACHE_URL must look like redis://host:6379/0.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def time_zone() -> str:
    """TZ_DEFAULT, for people and institutions that have not chosen one."""
    value = os.environ.get("TZ_DEFAULT", "Asia/Singapore")
    if value not in available_timezones():
        raise ImproperlyConfigured(f"TZ_DEFAULT {value!r} is not a time zone's name.")
    return ZoneInfo(value).key


def quiet_hours() -> tuple[int, int] | None:
    """QUIET_HOURS, between which no reminder is sent, by the wall clock of the institution."""
    value = os.environ.get("QUIET_HOURS", "21-8")
    if value == "none":
        return None
    begins, _dash, ends = value.partition("-")
    if not (begins.isdecimal() and ends.isdecimal() and int(begins) < 24 > int(ends)):  # noqa: PLR2004 - hours
        raise ImproperlyConfigured(
            f"QUIET_HOURS {value!r} is not understood. Write two hours such as 21-8, or none."
        )
    if int(begins) == int(ends):
        raise ImproperlyConfigured("QUIET_HOURS begins and ends at the same hour. Write none.")
    return int(begins), int(ends)


def mailings_per_minute() -> int:
    """MAILINGS_PER_MINUTE: mails a minute of all messages to many people together."""
    value = os.environ.get("MAILINGS_PER_MINUTE", "300")
    if not (value.isdecimal() and 0 < int(value) <= FASTEST):
        raise ImproperlyConfigured(
            f"MAILINGS_PER_MINUTE must be a whole number from 1 to {FASTEST}, not {value!r}."
        )
    return int(value)


def media(var: Path) -> Path:
    """STORAGE_URL: the folder of uploads."""
    value = os.environ.get("STORAGE_URL", "")
    if not value:
        return var / "media"
    parts = urlsplit(value)
    if parts.scheme != "file":
        raise ImproperlyConfigured("STORAGE_URL must look like file:///srv/wayfellow/media.")
    return Path(parts.path)


def trusted_proxies() -> Sequence[str]:
    """TRUSTED_PROXIES: networks whose X-Forwarded-For and -Proto are believed."""
    found = [part.strip() for part in os.environ.get("TRUSTED_PROXIES", "").split(",")]
    try:
        return [str(ip_network(part)) for part in found if part]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES must list networks such as 10.0.0.0/8: {error}."
        ) from error

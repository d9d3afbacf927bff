"""A database of the proof's own, on SQLite or PostgreSQL, gone when the proof is over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def own_database(kind: str, folder: Path, name: str) -> Iterator[str]:
    """The DATABASE_URL of an empty database of ``kind``."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    server = os.environ.get("TEST_DATABASE_URL", SERVER)
    own = sql.Identifier(f"{name}_{os.getpid()}")
    with psycopg.connect(server, autocommit=True, connect_timeout=5) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(own))
        try:
            parts = urlsplit(server)
            yield urlunsplit(parts._replace(path=f"/{name}_{os.getpid()}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))

"""What the program says of itself, without the secrets that stand in addresses."""

import logging
import re

SECRET = re.compile(r"(/calendar/|/l/[\w-]+/|/account/password/reset/key/)[^/\s\"'?]+")


class Line(logging.Formatter):
    """A line, or several, in which no secret address can be read, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1...", super().format(record))

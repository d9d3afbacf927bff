"""One SMTP conversation for one mail, bounded in time, with a fence before its contents leave."""

import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import Any

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

CONVERSATION = 30.0
"""Seconds after which a conversation is broken off, however slowly the server talks on."""
FAREWELL = 2.0
"""Seconds for which the answer to QUIT is awaited: the mail has gone by then."""


class ServerAway(OSError):
    """Nobody answers, or not as a mail server does: no letter would fare better."""


class _Conversation(smtplib.SMTP):
    """The library's own, with the two things it lacks: an end and a fence."""

    fence: Callable[[], None] | None = None
    _watch: Timer | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._watch = Timer(CONVERSATION, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        return super()._get_socket(host, port, timeout)  # type: ignore[misc,no-any-return]

    def data(self, msg: Any) -> tuple[int, bytes]:
        if self.fence is not None:
            self.fence()
        return super().data(msg)

    def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().close()

    def _hang_up(self) -> None:
        sock = self.sock
        if sock is None:
            return
        with suppress(OSError):
            # The socket's own, not TLS's: the waiting thread then reads the end of the stream.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _SecretConversation(_Conversation, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


class Transport(EmailBackend):
    """Sends mail by SMTP; a mail's ``fence`` is called just before its contents leave."""

    fences = True

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SecretConversation if self.use_ssl else _Conversation

    def open(self) -> bool | None:
        try:
            return super().open()
        except OSError as failure:
            raise ServerAway(f"{type(failure).__name__}: {failure}") from failure

    def _close_connection(self, connection: smtplib.SMTP) -> None:
        # How a server says good-bye tells nothing about the mail that it took before.
        try:
            if connection.sock is not None:
                connection.sock.settimeout(FAREWELL)
            connection.quit()
        except OSError:
            connection.close()

    def _send(self, email_message: EmailMessage) -> bool:
        if isinstance(self.connection, _Conversation):
            self.connection.fence = getattr(email_message, "fence", None)
        return bool(super()._send(email_message))  # type: ignore[misc] # the library's own step

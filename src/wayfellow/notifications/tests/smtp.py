"""A small mail server on the loopback: it takes, refuses, falls silent or dies as told."""

import _thread
import re
import socketserver
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

ENOUGH = 0.5


class _HungUp(Exception):
    """The server ends the conversation without a word."""


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 5

    def handle(self) -> None:
        with suppress(_HungUp, OSError):
            self.converse()

    def converse(self) -> None:
        self.reach("greeting")
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb.startswith("EHLO"):
                self.say("250 test")
            elif verb == "RCPT TO":
                self.recipient(line)
            elif verb == "DATA":
                self.say("354 go on")
                self.take()
            elif verb == "QUIT":
                self.reach("quit")
                self.say("221 bye")
                return
            else:
                self.say(self.mine.answers.get(verb, "250 ok"))

    def recipient(self, line: str) -> None:
        found = re.search(r"<(.*?)>", line)
        self.address = found[1] if found else ""
        self.reach("rcpt")
        self.say(self.mine.refuses.get(self.address, "250 ok"))

    def take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if "DATA" in self.mine.answers:
            self.say(self.mine.answers["DATA"])
            return
        self.mine.received.append(b"".join(lines))
        if self.mine.dies_after_taking:
            # The sender is killed after the server has taken the mail, before it hears so.
            _thread.interrupt_main()
            threading.Event().wait(ENOUGH)
        self.reach("taken")
        self.say("250 taken")
        self.reach("told")

    def reach(self, stage: str) -> None:
        """Hang up or fall silent at this stage, where the test wants it, and for whom."""
        address = getattr(self, "address", "")
        if self.mine.only and self.mine.only != address:
            return
        if pause := self.mine.pauses.get(stage):
            self.mine.over.wait(pause)
        if self.mine.hangs_up_at == stage:
            raise _HungUp
        if self.mine.silent_at == stage:
            self.mine.over.wait(self.mine.silence)
            raise _HungUp

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    @property
    def mine(self) -> "Server":
        assert isinstance(self.server, Server)
        return self.server


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback; keeps what it took in ``received``.

    Stages are greeting, rcpt, taken (before its 250), told (after it) and quit.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port: int = self.server_address[1]
        self.received: list[bytes] = []
        self.refuses: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.hangs_up_at = ""
        self.silent_at = ""
        self.silence = 5.0
        self.pauses: dict[str, float] = {}
        """Seconds by stage: so slow it is, and goes on."""
        self.only = ""
        """The one recipient with whom it misbehaves; empty for all."""
        self.dies_after_taking = False
        self.over = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening: from now on connections are refused."""
        self.over.set()
        if not self._closed:
            self._closed = True
            self.shutdown()
            self.server_close()
            self._thread.join()

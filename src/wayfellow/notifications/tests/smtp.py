"""A small mail server on the loopback: it takes, refuses or dies as a test tells it."""

import _thread
import re
import socketserver
import threading
from types import TracebackType
from typing import Self

ENOUGH = 0.5


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 5

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb.startswith("EHLO"):
                self.say("250 test")
            elif verb == "RCPT TO":
                self.say(self.answer_to(line))
            elif verb == "DATA":
                self.say("354 go on")
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def answer_to(self, line: str) -> str:
        found = re.search(r"<(.*?)>", line)
        address = found[1] if found else ""
        return self.mine.refuses.get(address, "250 ok")

    def take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.mine.received.append(b"".join(lines))
        if self.mine.dies_after_taking:
            # The sender is killed after the server has taken the mail, before it hears so.
            _thread.interrupt_main()
            threading.Event().wait(ENOUGH)
        self.say("250 taken")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    @property
    def mine(self) -> "Server":
        assert isinstance(self.server, Server)
        return self.server


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of the loopback; keeps what it took in ``received``."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port: int = self.server_address[1]
        self.received: list[bytes] = []
        self.refuses: dict[str, str] = {}
        self.dies_after_taking = False
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
        if not self._closed:
            self._closed = True
            self.shutdown()
            self.server_close()
            self._thread.join()

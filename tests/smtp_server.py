"""A small mail server on loopback for tests: keeps what it accepts, and misbehaves on request."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What came, and how the next conversations go: `refuses` maps a command to the answer it gets instead."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    hangs_up_after_data: bool = False
    keeps_before_hanging_up: bool = True


class Conversation(socketserver.StreamRequestHandler):
    """One client, one command at a time."""

    server: "Listener"

    def handle(self) -> None:
        self.say("220 mail.larkfield.example")
        sender, recipients = "", []
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            command = line.split(" ", 1)[0].upper()
            told = self.server.told
            if answer := told.refuses.get(command):
                self.say(answer)
            elif command == "MAIL":
                sender, recipients = line, []
                self.say("250 OK")
            elif command == "RCPT":
                recipients.append(line)
                self.say("250 OK")
            elif command == "DATA":
                if not self.take(sender, recipients):
                    return
            elif command == "QUIT":
                self.say("221 Bye")
                return
            else:
                self.say("250 OK")

    def take(self, sender: str, recipients: list[str]) -> bool:
        told = self.server.told
        self.say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if not told.hangs_up_after_data or told.keeps_before_hanging_up:
            told.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
            told.envelopes.append((sender, recipients))
        if told.hangs_up_after_data:
            return False
        self.say(told.refuses.get("BODY", "250 Taken"))
        return True

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Listener(socketserver.ThreadingTCPServer):
    """Listens on loopback."""

    daemon_threads = True
    told: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A running server; where it listens is in `port`."""
    with Listener(("127.0.0.1", 0), Conversation) as listener:
        listener.told = MailServer(port=listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield listener.told
        listener.shutdown()
        thread.join()

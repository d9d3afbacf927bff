"""From the bytes of a mail to what it says: who, to whom, the new words, what hangs on it."""

import hashlib
import html
import re
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

LARGEST = 5 * 1024 * 1024
MOST_PARTS = 60
MOST_CHARACTERS = 20_000
"""Of the text that is looked at: a message has 4000, the rest is quoted."""
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_TELLTALES = ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
OURS = "X-Notification-Key"
_LONGEST_HEADER = 250
_WROTE = (
    "wrote", "kirjoitti", "写道", "寫道", "schrieb", "skrev", "a écrit", "escribió", "ha scritto",
    "schreef", "napisał", "napsal", "escreveu", "작성",
)  # fmt: skip
"""Words with which mail programs begin what they quote, after a date or an address."""
_LABELS = re.compile(
    r"[*\s]*(?:From|Sent|Date|To|Subject|Cc|Lähettäjä|Lähetetty|Vastaanottaja|Päivämäärä|Aihe"
    r"|Kopio|发件人|发送时间|日期|收件人|主题|抄送|Von|Gesendet|An|Betreff|Från|Skickat|Till|Ämne"
    r"|De|Envoyé|À|Objet|Enviado|Para|Asunto)\s?\*?[:：]"
)
_ENOUGH_LABELS = 2
_PASSED_ON = re.compile(
    r"-{3,} ?(?:Original Message|Alkuperäinen viesti|Forwarded message|原始邮件)"
)
_SENT_FROM = re.compile(
    r"(?:Sent from my|Get Outlook for|Lähetetty|Hanki Outlook|发自我的|从我的|Skickat från|Gesendet von"
    r"|Von meinem).{0,60}"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail, read."""

    key: str
    sender: str
    """In small letters; empty unless there is exactly one."""
    recipients: tuple[str, ...]
    automatic: str = ""
    """By what a machine's mail is known; empty for a person's."""
    forged: bool = False
    """Whether the receiving server found that the sender is somebody else."""
    text: str = ""
    files: int = 0
    calendars: tuple[bytes, ...] = field(default=())


def read(raw: bytes, to: str = "") -> Arrived:
    """Whatever bytes come: what can be read of them. ``to`` is the envelope's recipient."""
    head = raw.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0] if len(raw) > LARGEST else raw
    message = BytesParser(policy=policy.compat32).parsebytes(head)
    message_id = _header(message, "Message-ID")
    found = {
        "key": hashlib.sha256((message_id or "").encode() or raw).hexdigest(),
        "sender": _sender(message),
        "recipients": (to, *_recipients(message)),
        "automatic": _automatic(message),
        "forged": "dmarc=fail" in _header(message, "Authentication-Results").lower(),
    }
    if len(raw) > LARGEST:
        return Arrived(**found)  # type: ignore[arg-type]
    parts = _parts(message)
    return Arrived(
        **found,  # type: ignore[arg-type]
        text=new_words(_text(parts)),
        files=sum(_is_file(part) for part in parts),
        calendars=tuple(
            _payload(part) for part in parts if part.get_content_type() == "text/calendar"
        ),
    )


def _header(message: Message, name: str) -> str:
    values = message.get_all(name) or []
    return " ".join(" ".join(str(value) for value in values).split())


def _sender(message: Message) -> str:
    found = getaddresses([str(value) for value in message.get_all("From") or []])
    return found[0][1].strip().lower() if len(found) == 1 else ""


def _recipients(message: Message) -> list[str]:
    values = [str(value) for name in _RECIPIENTS for value in message.get_all(name) or []]
    return [address for _name, address in getaddresses(values)[:50] if address]


def _automatic(message: Message) -> str:
    if _header(message, "Auto-Submitted").lower() not in {"", "no"}:
        return "Auto-Submitted"
    if _header(message, "Precedence").lower() in _BULK:
        return "Precedence"
    for name in (*_TELLTALES, OURS):
        if message.get(name) is not None:
            return name
    bounced = message.get_content_type() in {"multipart/report", "message/delivery-status"}
    nobody = (
        message.get("Return-Path") is not None and not parseaddr(_header(message, "Return-Path"))[1]
    )
    return "bounce" if bounced or nobody else ""


def _parts(message: Message) -> list[Message]:
    """Parts that hold something, of which there are not endlessly many."""
    found: list[Message] = []
    for part in message.walk():
        if len(found) >= MOST_PARTS:
            break
        if not part.is_multipart():
            found.append(part)
    return found


def _is_file(part: Message) -> bool:
    # Pictures in signatures are inline; nobody means them as a message.
    return part.get_content_disposition() == "attachment" and (
        part.get_content_type() != "text/calendar"
    )


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(parts: list[Message]) -> str:
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and not _is_file(part):
                text = _decoded(part)
                return text if kind == "text/plain" else _plain(text)
    return ""


def _decoded(part: Message) -> str:
    raw = _payload(part)[: 8 * MOST_CHARACTERS]
    try:
        text = raw.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return text.replace("\x00", "")


def _plain(markup: str) -> str:
    """The words of an HTML part, without what mail programs mark as quoted."""
    text = re.split(
        r'<blockquote|<div[^>]{0,200}(?:gmail_quote|id="?appendonsend|divRplyFwdMsg)', markup
    )[0]
    text = re.sub(r"<(style|script|head)\b.*?(</\1>|$)", "", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"<(?:br|/p|/div|/li|/tr)\b[^>]{0,200}>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[^>]{0,2000}>", "", text))


def new_words(text: str) -> str:
    """What the sender wrote now: without quoted mail and without the signature.

    Rather too much than too little: a line such as "Thanks, ..." is no signature here. It looks
    at each line once, whatever somebody sends to keep us busy.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")[:MOST_CHARACTERS]
    lines = [line.strip() for line in text.split("\n")]
    begins, ends = _quotation(lines)
    above = _unquoted(lines[:begins])
    # Who answers below or between the quoted lines is heard as well.
    below = lines[ends:]
    return above or (_unquoted(below) if any(line.startswith(">") for line in below) else "")


def _quotation(lines: list[str]) -> tuple[int, int]:
    """Where the header of what is quoted begins and ends; the end of the text if nothing is."""
    for at, line in enumerate(lines):
        for count in (1, 2):
            if _is_header(" ".join(lines[at : at + count])):
                return at, at + count
        labelled = sum(bool(_LABELS.match(each)) for each in lines[at : at + 4])
        if _PASSED_ON.match(line) or (_LABELS.match(line) and labelled > _ENOUGH_LABELS):
            return at, len(lines)
    return len(lines), len(lines)


def _is_header(line: str) -> bool:
    ends = len(line) <= _LONGEST_HEADER and line.endswith((":", "："))
    dated = any(char.isdigit() or char == "@" for char in line)
    return ends and dated and any(word in line for word in _WROTE)


def _unquoted(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line in {"--", "__"} or _SENT_FROM.fullmatch(line):
            break
        if not line.startswith(">"):
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()

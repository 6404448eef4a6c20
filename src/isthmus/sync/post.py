"""How a message leaves the house: by the mail server that is set, or, in a demo without one, into its mailbox.

What the mail server surely did not take may be sent again; when the line breaks while it takes a message nobody knows.
"""

import smtplib
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from isthmus.base.clock import now
from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.hiring import letter_rules, mailing
from isthmus.hiring.mailing import Parcel

NO_SERVER = Failure(
    Kind.MISCONFIGURED,
    "No mail server is set, so e-mails to candidates wait. Whoever runs this installation sets ISTHMUS_MAIL_URL.",
    "no_mail_server",
)
NOBODY = Failure(Kind.REJECTED, "The colleague is not there any more.", "gone")
OK = 250


class Post(Protocol):
    """A way out for messages. `keeps_here`: they stay in the house, so that handing over and arriving are one."""

    keeps_here: bool

    def open(self) -> None:
        """Get ready. Raises IsthmusError."""

    def deliver(self, parcel: Parcel, sender: str) -> None:
        """Hand one message over. Raises IsthmusError; the code `unsure` says that it may have arrived."""

    def close(self) -> None:
        """Done for now."""


def office() -> Post | None:
    """The way out that is set; None when there is none."""
    if settings.CONFIG.mail_url:
        return MailServer()
    return None if settings.CONFIG.is_production else Mailbox()


def has_mailbox() -> bool:
    """Whether messages stay in the mailbox that the demo shows."""
    return isinstance(office(), Mailbox)


def sender(company: str) -> str:
    """Who the message is from: the company's name at the installation's address."""
    return formataddr((letter_rules.as_subject(company), parseaddr(settings.CONFIG.mail_from)[1]))


def hand_over(way_out: Post | None, parcel: Parcel, sender: str) -> Failure | None:
    """Hand one message over and hang up; what went wrong, or None."""
    try:
        if way_out is None:
            return NO_SERVER
        if not parcel.to_address:
            return NOBODY
        way_out.open()
        way_out.deliver(parcel, sender)
    except IsthmusError as error:
        return error.failure
    finally:
        if way_out is not None:
            way_out.close()
    return None


@dataclass
class Mailbox:
    """Nothing leaves: a sent message stands in the demo's mailbox."""

    keeps_here: bool = True

    def open(self) -> None:
        """Nothing to do."""

    def deliver(self, parcel: Parcel, sender: str) -> None:
        """Nothing to do: the row is the mailbox."""

    def close(self) -> None:
        """Nothing to do."""


class MailServer:
    """SMTP as Django's settings say."""

    keeps_here = False

    def __init__(self) -> None:
        self.line: Any = get_connection()

    def open(self) -> None:
        """Connect and sign in, unless the line is up. Raises IsthmusError."""
        try:
            if not self._is_up():
                self.close()
                self.line.open()
        except smtplib.SMTPAuthenticationError as error:
            words = "The mail server does not accept Isthmus's name and password."
            raise IsthmusError(Failure(Kind.MISCONFIGURED, words, "mail_sign_in", str(error.smtp_code))) from error
        except smtplib.SMTPNotSupportedError as error:
            words = "The mail server does not offer what ISTHMUS_MAIL_URL asks for (encryption or signing in)."
            raise IsthmusError(Failure(Kind.MISCONFIGURED, words, "mail_server")) from error
        except (OSError, smtplib.SMTPException) as error:
            words = "The mail server does not answer."
            raise IsthmusError(Failure(Kind.TRANSIENT, words, "mail_server", type(error).__name__)) from error

    def deliver(self, parcel: Parcel, sender: str) -> None:
        """Hand it over. Raises IsthmusError."""
        try:
            self.line.send_messages([_letter(parcel, sender)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise IsthmusError(_refused(codes[0] if codes else 0, "the address")) from error
        except smtplib.SMTPResponseException as error:
            raise IsthmusError(_refused(error.smtp_code, "this message")) from error
        except (OSError, smtplib.SMTPException) as error:
            raise IsthmusError(mailing.CUT_SHORT) from error

    def _is_up(self) -> bool:
        try:
            return self.line.connection is not None and self.line.connection.noop()[0] == OK
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        """Hang up; a broken line is hung up already."""
        try:
            self.line.close()
        except (OSError, smtplib.SMTPException):
            self.line.connection = None


def _letter(parcel: Parcel, sender: str) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        subject=parcel.subject,
        body=parcel.body,
        from_email=sender,
        to=[parcel.to_address],
        reply_to=[parcel.reply_to] if parcel.reply_to else None,
        headers={"Message-ID": parcel.message_id, "Date": format_datetime(now())},
    )
    letter.attach_alternative(letter_rules.as_html(parcel.body), "text/html")
    return letter


def _refused(code: int, what: str) -> Failure:
    if 400 <= code < 500:
        return Failure(Kind.TRANSIENT, f"The mail server does not take {what} now.", f"smtp_{code}", status=code)
    words = f"The mail server refused {what}. Check it, or reach the person another way."
    return Failure(Kind.REJECTED, words, f"smtp_{code}", status=code)

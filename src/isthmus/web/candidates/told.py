"""What each person of a bulk action is told, by whom and when; in full words for the first of them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from isthmus.base.clock import now
from isthmus.bridge import member_view
from isthmus.bridge.member_view import Sight
from isthmus.hiring import messages, notice_settings
from isthmus.hiring.bulk import Wish
from isthmus.hiring.messages import Preview
from isthmus.hiring.models import Application, BulkKind
from isthmus.people.models import Origin
from isthmus.web.candidates import next_steps


@dataclass(frozen=True)
class Telling:
    """What one person is told: a line for each way, and from when; `at` None for within moments."""

    lines: list[str] = field(default_factory=list)
    at: datetime | None = None
    is_told: bool = True


@dataclass(frozen=True)
class Foretold:
    """What holds for all of them, and the words as the first person gets them."""

    words: str
    tone: str
    at: datetime | None
    name: str
    sights: list[Sight]
    letter: Preview | None


class Teller:
    """Answers for each application of one bulk action; what holds for all is looked up once."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.reach = member_view.reach()
        self.at = wish.moment
        if wish.kind == BulkKind.REJECT and notice_settings.current().delay_rejections:
            self.at = notice_settings.tell_at(now())

    def of(self, bid: Application) -> Telling:
        """What this person is told."""
        if self.wish.kind == BulkKind.MOVE:
            return Telling()
        if self.wish.kind == BulkKind.MESSAGE:
            return Telling([self._mail(bid)], self.at)
        lines = [self._linkedin()] if bid.origin == Origin.LINKEDIN_APPLY else []
        lines += [self._mail(bid)] if self.wish.send_email else []
        return Telling(lines, self.at) if lines else Telling([_("Nobody tells them: write yourself.")], is_told=False)

    def first(self, bid: Application, by_linkedin: Application | None) -> Foretold:
        """What holds for all, the words this person gets, and what the first who came by LinkedIn sees there."""
        name = str(bid.candidate)
        if self.wish.kind == BulkKind.MOVE:
            return Foretold(_("Nobody is told of a move, by LinkedIn or by us."), "", None, name, [], None)
        if self.wish.kind == BulkKind.MESSAGE:
            written = messages.preview(bid.candidate_id, self.wish.letter, application_id=bid.id)
            words = _("Each gets an e-mail of their own. Until it leaves it can be held or cancelled under Notices.")
            return Foretold(words, "", self.at, name, [], written)
        warning = next_steps.of_rejecting(by_linkedin or bid, name)
        words = warning.words if by_linkedin else self._rejection_words()
        letter = next_steps.of_rejecting(bid, name).mail if self.wish.send_email else None
        return Foretold(words, "warn", self.at, name, warning.sights, letter)

    def _rejection_words(self) -> str:
        if self.at is None:
            return _("Told within moments. Re-opening takes back what has not left; what has left cannot be untold.")
        return _("Decided at once, told after the company's delay. Until then it can be held or cancelled.")

    def _linkedin(self) -> str:
        if self.reach.tells is False:
            return _("LinkedIn: nothing, as it stands")
        return _("LinkedIn, in its own words") if self.reach.tells else _("LinkedIn, if it tells applicants")

    def _mail(self, bid: Application) -> str:
        address = messages.address_of(bid)
        return _("Our e-mail to %s") % address if address else _("No e-mail address: our e-mail cannot leave")

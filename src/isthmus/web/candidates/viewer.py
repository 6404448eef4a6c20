"""A document as its page shows it: one page as a picture beside the words read in it. Looking is not downloading."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from isthmus.accounts.roles import Member
from isthmus.hiring import files, pictures
from isthmus.hiring.documents import DOC, DOCX, PDF
from isthmus.hiring.models import Application, File

MEDIA_WORDS = {PDF.media_type: "PDF", DOC.media_type: "Word", DOCX.media_type: "Word"}


@dataclass(frozen=True)
class FilePage:
    """A stored document. Without `pages` there is no picture, and `why_no_picture` says why."""

    id: UUID
    file_name: str
    name: str
    back_url: str
    size: int
    media_words: str
    text: str
    why_text: str
    number: int = 0
    pages: int = 0
    why_no_picture: str = ""

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number < min(self.pages, pictures.MOST_PAGES) else 0

    @property
    def is_missing(self) -> bool:
        """Whether the address names a page that is not one."""
        return self.number != 1 and not self.pages

    @property
    def is_cut(self) -> bool:
        """Whether the document has more pages than are drawn."""
        return self.pages > pictures.MOST_PAGES


def page(member: Member, file: File, number: int) -> FilePage:
    """One page of a stored file, beside the person it came from."""
    application = Application.objects.select_related("candidate").get(id=file.application_id)
    here = {"slug": member.company_slug, "application_id": application.id}
    picture = files.picture(file.id, number)
    return FilePage(
        id=file.id,
        file_name=file.name,
        name=str(application.candidate),
        back_url=reverse("candidates:application", kwargs=here),
        size=file.size,
        media_words=MEDIA_WORDS.get(file.media_type, file.media_type),
        text=file.text,
        why_text=file.why,
        number=number,
        pages=0 if picture.why else picture.pages,
        why_no_picture=words_for(picture.why),
    )


def words_for(why: str) -> str:
    """Why there is no picture, and what to do; nothing for a document that is read as text only."""
    return {
        pictures.LOCKED: _("The document is locked with a password. Download it, and ask the person for the password."),
        pictures.BROKEN: _("The document is damaged and cannot be shown. Download it, or ask the person for another."),
        pictures.TOO_MUCH: _("This page takes more time or memory to draw than is allowed. Download the document."),
        pictures.NO_SUCH_PAGE: _("The document has no such page."),
    }.get(why, "")

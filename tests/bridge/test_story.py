"""One application, all the way: out as a posting, in as an application, and back as what became of it."""

from isthmus.hiring import files
from isthmus.hiring.models import Answer, File


def test_a_published_job_is_listed_with_linkedins_form(live):
    posting = live.posting()
    assert (posting.state, posting.listing_status, posting.apply_status) == ("listed", "LISTED", "ENABLED")
    assert posting.url.startswith("http")
    assert live.mirror().state == "accepted"


def test_an_application_arrives_with_its_answers_and_its_resume_byte_for_byte(applied):
    application = applied.application()
    assert (application.candidate.first_name, application.candidate.last_name) == ("Noor", "Peeters")
    with applied.cast.acting():
        shown = [answer.shown for answer in Answer.objects.filter(application=application)]
        (resume,) = File.objects.filter(application=application)
        assert files.content(resume.id) == applied.resume
    assert (resume.state, resume.media_type) == ("stored", "application/pdf")
    assert shown == ["I like greenhouses – and “honest” queues.", "6", "SQL", "Python, SQL", "Yes"]


def test_she_is_told_once_that_she_was_viewed(applied):
    applied.view()
    applied.settle(2)
    applied.view()
    applied.settle(2)
    assert applied.lifecycle() == ["APPLICATION_VIEWED"]
    assert "viewed" in str(applied.her_page()).lower()


def test_she_is_told_that_she_was_not_selected_and_gets_a_mail(applied):
    applied.view()
    applied.reject()
    applied.settle(2)
    assert applied.lifecycle() == ["APPLICATION_VIEWED", "APPLICATION_REJECTED"]
    assert applied.her_mails()[-1] == "APPLICATION_REJECTED"


def test_a_rejection_taken_back_before_it_left_is_never_told(applied):
    applied.reject()
    applied.reopen()
    applied.settle(2)
    assert applied.lifecycle() == []
    assert applied.facts() == [("APPLICATION_REJECTED", "cancelled")]


def test_rejecting_again_after_a_reopening_is_a_new_fact(applied):
    applied.reject()
    applied.settle(1)
    applied.reopen()
    applied.reject()
    applied.settle(1)
    assert applied.facts() == [("APPLICATION_REJECTED", "sent")] * 2


def test_afterwards_nothing_is_due(applied, idle):
    applied.view()
    applied.reject()
    applied.settle()

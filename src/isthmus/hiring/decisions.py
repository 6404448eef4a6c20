"""What the hiring team decides about an application: its next stage, its outcome, and taking an outcome back.

Repeating a decision changes nothing. An application with an outcome is re-opened before anything else is decided.
"""

from uuid import UUID

from isthmus.base.clock import now
from isthmus.hiring import messages, notice_settings, tally
from isthmus.hiring.models import Application, Decision, Outcome, Stage, StageCategory, StageEntry
from isthmus.hiring.pipeline import first_stage, hired_stage
from isthmus.hiring.problems import Problem, Refused
from isthmus.people import intake
from isthmus.people.normalise import tidy
from isthmus.store import tenancy

LONGEST_REASON = 300


def move(application_id: UUID, stage_id: UUID) -> Application:
    """Put the application into a stage; the company's hired stage hires.

    Raises Refused when it has an outcome, Application.DoesNotExist, Stage.DoesNotExist.
    """
    application = _locked(application_id)
    stage: Stage = Stage.objects.get(id=stage_id)
    if application.stage_id == stage.id:
        return application
    if stage.category == StageCategory.HIRED:
        return _decide(application, Outcome.HIRED, "", into=stage)
    _must_be_in_progress(application)
    _enter(application, stage)
    application.save(update_fields=["stage"])
    intake.touch(application.candidate_id)
    return application


def reject(application_id: UUID, reason: str = "", *, send_email: bool | None = None) -> Application:
    """Not selected; told when the company's settings say, by our e-mail too when asked for (None: as the company does).

    Raises Refused when it is hired or withdrawn, Application.DoesNotExist.
    """
    application = _locked(application_id)
    is_new = application.outcome != Outcome.DECLINED
    _decide(application, Outcome.DECLINED, reason)
    wanted = notice_settings.current().email_rejections if send_email is None else send_email
    if is_new and wanted:
        messages.about_rejection(application, application.decisions.latest("at", "id"))
    return application


def hire(application_id: UUID, reason: str = "") -> Application:
    """Hired, and in the hired stage where there is one. Raises Refused, Application.DoesNotExist."""
    return _decide(_locked(application_id), Outcome.HIRED, reason, into=hired_stage())


def withdraw(application_id: UUID, reason: str = "") -> Application:
    """The applicant stepped back. Raises Refused, Application.DoesNotExist."""
    return _decide(_locked(application_id), Outcome.WITHDRAWN, reason)


def reopen(application_id: UUID) -> Application:
    """Take the outcome back: in progress again, in the stage before it was hired. Raises Application.DoesNotExist.

    What was to be told about a rejection and has not left is taken back with it; what has left cannot be untold.
    """
    application = _locked(application_id)
    if application.outcome == Outcome.PENDING:
        return application
    messages.withdraw_rejection(application.id)
    if application.stage.category == StageCategory.HIRED:
        _enter(application, _stage_before_hired(application))
    return _record(application, Outcome.PENDING, "")


def _locked(application_id: UUID) -> Application:
    application: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True).select_related("stage").get(id=application_id)
    )
    return application


def _decide(application: Application, outcome: Outcome, reason: str, *, into: Stage | None = None) -> Application:
    if application.outcome == outcome:
        return application
    _must_be_in_progress(application)
    if into is not None and application.stage_id != into.id:
        _enter(application, into)
    return _record(application, outcome, tidy(reason, LONGEST_REASON))


def _record(application: Application, outcome: Outcome, reason: str) -> Application:
    before, moment = application.outcome, now()
    application.outcome = outcome
    application.outcome_at = None if outcome == Outcome.PENDING else moment
    application.outcome_reason = reason
    application.save(update_fields=["stage", "outcome", "outcome_at", "outcome_reason"])
    Decision.objects.create(
        application=application,
        outcome=outcome,
        reason=reason,
        by_user_id=tenancy.current().user_id,
        at=moment,
        tell_at=notice_settings.tell_at(moment) if outcome == Outcome.DECLINED else None,
    )
    intake.touch(application.candidate_id)
    tally.decided(application.job_id, before, outcome)
    return application


def _enter(application: Application, stage: Stage) -> None:
    application.stage = stage
    StageEntry.objects.create(application=application, stage=stage, by_user_id=tenancy.current().user_id)


def _stage_before_hired(application: Application) -> Stage:
    entries = StageEntry.objects.filter(application=application).exclude(stage__category=StageCategory.HIRED)
    last = entries.select_related("stage").order_by("-at", "-id").first()
    return last.stage if last else first_stage()


def _must_be_in_progress(application: Application) -> None:
    if application.outcome != Outcome.PENDING:
        words = Outcome(application.outcome).label.lower()
        problem = Problem("outcome", f"This application is decided: {words}.", "Re-open it first.")
        raise Refused([problem], code="application_decided")

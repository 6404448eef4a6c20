"""Applying, and what a member sees of it afterwards. The form and the control API both come through `submit`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from linkedin_sandbox import store
from linkedin_sandbox.members import answers, files, form, mailbox
from linkedin_sandbox.notifications import exports
from linkedin_sandbox.resources.simple_job_postings import listing, transitions
from linkedin_sandbox.resources.simple_job_postings import state as jobs
from linkedin_sandbox.tables import applications, organizations, postings, status_lines
from linkedin_sandbox.world import World

Row = dict[str, Any]
SUBMITTED = "APPLICATION_SUBMITTED"


class CannotApply(Exception):  # noqa: N818 - said as what happened
    """The member cannot apply for this job now; the text says why, `elsewhere` where it can be done (or nothing)."""

    def __init__(self, why: str, elsewhere: str = "") -> None:
        super().__init__(why)
        self.elsewhere = elsewhere


class BadAnswers(Exception):  # noqa: N818 - said as what happened
    """Some answers are wrong; `errors` maps field names to messages."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = dict(errors)


def job_form(posting: Row) -> tuple[form.Section, ...]:
    """The form of a job."""
    return form.sections(posting["element"].get("onsiteApplyConfiguration"))


def check_open(conn: Connection, member_id: int, posting: Row | None) -> Row:
    """The posting, when this member may apply for it; `CannotApply` otherwise."""
    if posting is None or posting["state"] != jobs.OPEN:
        raise CannotApply("This job no longer takes applications.")
    if posting["apply_status"] != "ENABLED":
        raise CannotApply(_OFF_SITE[is_capped(posting)], posting["element"]["companyApplyUrl"])
    if existing(conn, member_id, posting["id"]) is not None:
        raise CannotApply("You have already applied for this job.")
    return posting


_OFF_SITE = {
    False: "Applications for this job are taken on the company's own site.",
    True: "This job has had as many applications as a free job may have here. The company's own site takes more.",
}


def is_capped(posting: Row) -> bool:
    """Whether LinkedIn Apply was switched off because the free job's allowance is used up."""
    return (posting["apply_detail"] or {}).get("errorCode") == listing.CAPPED["errorCode"]


def existing(conn: Connection, member_id: int, posting_id: int) -> int | None:
    """The number of the member's application for a job, if there is one."""
    query = select(applications.c.id).where(
        applications.c.member_id == member_id, applications.c.posting_id == posting_id
    )
    return conn.execute(query).scalar()


def submit(conn: Connection, world: World, member_id: int, posting_id: int, raw: Mapping[str, Any]) -> int:
    """Send an application: stored, confirmed to the member, queued for delivery. Returns its number."""
    posting = check_open(conn, member_id, jobs.posting(conn, posting_id))
    checked = answers.check(job_form(posting), raw)
    if checked.errors:
        raise BadAnswers(checked.errors)
    now = world.clock.now_ms()
    row: Row = {
        "member_id": member_id,
        "posting_id": posting_id,
        "app_id": posting["app_id"],
        "answers": checked.answers,
        "applied_at": now,
    }
    try:
        row["id"] = store.add(conn, applications, row)
    except IntegrityError:
        raise CannotApply("You have already applied for this job.") from None
    files.attach(conn, _tokens(checked.answers), row["id"], posting["app_id"], now)
    add_status(conn, row["id"], SUBMITTED, now, now)
    mailbox.write(
        conn, member_id, SUBMITTED, company=company_of(conn, posting), title=posting["element"]["title"], visible_at=now
    )
    exports.enqueue(conn, world, row, posting, now)
    transitions.count_applicant(conn, world, posting_id)
    return int(row["id"])


def _tokens(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["token"]] if "token" in value and "urn" in value else []
        return own + [token for inner in value.values() for token in _tokens(inner)]
    return [token for inner in value for token in _tokens(inner)] if isinstance(value, list) else []


def add_status(conn: Connection, application_id: int, action: str, performed_at: int, visible_at: int) -> bool:
    """Add a status line; False when this status is there already."""
    known = select(status_lines.c.id).where(
        status_lines.c.application_id == application_id, status_lines.c.action == action
    )
    if conn.execute(known).first():
        return False
    row = {"application_id": application_id, "action": action, "performed_at": performed_at, "visible_at": visible_at}
    conn.execute(insert(status_lines).values(**row))
    return True


def company_of(conn: Connection, posting: Row) -> str:
    """The name of a posting's company."""
    query = select(organizations.c.name).where(organizations.c.id == posting["organization_id"])
    return str(conn.execute(query).scalar_one())


def of_member(conn: Connection, member_id: int, now: int) -> list[Row]:
    """A member's applications with their visible status history, newest first."""
    query = (
        select(
            applications,
            postings.c.element,
            postings.c.external_id,
            postings.c.state,
            organizations.c.name.label("company"),
        )
        .join(postings, postings.c.id == applications.c.posting_id)
        .join(organizations, organizations.c.id == postings.c.organization_id)
        .where(applications.c.member_id == member_id)
        .order_by(applications.c.id.desc())
    )
    return [_shown(conn, dict(row), now) for row in conn.execute(query).mappings()]


def _shown(conn: Connection, row: Row, now: int) -> Row:
    query = select(status_lines).where(status_lines.c.application_id == row["id"], status_lines.c.visible_at <= now)
    lines = [
        {"action": line["action"], "status": mailbox.STATUS_WORDS[line["action"]], "at": line["performed_at"]}
        for line in conn.execute(query.order_by(status_lines.c.id)).mappings()
    ]
    return {
        "id": row["id"],
        "urn": f"urn:li:jobApplication:{row['id']}",
        "posting_id": row["posting_id"],
        "external_id": row["external_id"],
        "title": row["element"]["title"],
        "company": row["company"],
        "job_state": row["state"],
        "element": row["element"],
        "applied_at": row["applied_at"],
        "answers": row["answers"],
        "history": lines,
        "status": lines[-1]["status"] if lines else "",
    }

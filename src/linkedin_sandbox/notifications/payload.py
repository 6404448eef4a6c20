"""An application as LinkedIn delivers it (*Receive Applications*): `EXPORT_JOB_APPLICATION` from a member's stored
answers."""

from __future__ import annotations

import json
from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.notifications.shapes import Shapes

Json = dict[str, Any]
MOST_SKILLS = 3


def application(
    row: Json, member: Json, posting: Json, shapes: Shapes, *, person_id: str, base_url: str, dialling: bool
) -> Json:
    """The event's body. Members whose question was not asked, or not answered, are absent."""
    answers = row["answers"]
    files = _Files(base_url)
    responses: Json = {"contactInformationQuestionResponses": _contact(answers["contact"], shapes, dialling=dialling)}
    if answers.get("resume"):
        responses["resumeQuestionResponses"] = {"resumeQuestionAnswer": files(answers["resume"])}
    cover = _cover_letter(answers, shapes, files)
    if cover:
        responses["coverLetterQuestionResponses"] = cover
    for name, shape in (("work", shapes.work), ("education", shapes.education)):
        if answers.get(name):
            entries = [{**entry, "custom": _customs(entry.get("questions"), shapes, files)} for entry in answers[name]]
            responses[f"{name}QuestionResponses"] = shape(entries)
    if answers.get("selfIdentification"):
        responses |= shapes.self_identification(answers["selfIdentification"])
    sets = [{"customQuestionResponses": _customs(one, shapes, files)} for one in answers.get("sets") or [] if one]
    if sets:
        responses["additionalQuestionResponses"] = {"customQuestionSetResponses": sets}
    return {
        "type": "EXPORT_JOB_APPLICATION",
        "jobApplicationId": ids.urn(ids.APPLICATION, row["id"]),
        "jobApplicant": ids.urn("person", person_id),
        "appliedAt": row["applied_at"],
        "externalJobId": posting["external_id"],
        "questionResponses": responses,
        "applicantSkills": _skills(member, posting["element"]),
    }


def encode(body: Json, *, escape: bool) -> tuple[bytes, bytes]:
    """The bytes to send and the bytes to sign; the signature always covers the escaped form."""
    escaped = json.dumps(body, separators=(",", ":")).encode()
    return (escaped if escape else json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()), escaped


class _Files:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def __call__(self, file: Json) -> Json:
        url = file.get("url") or f"{self.base_url}/ambry/?x-li-ambry-ep={file['token']}"
        return {"mediaUrn": file["urn"], "mediaUrl": url}


_DIALLING = {
    "BE": "32",
    "NL": "31",
    "DE": "49",
    "PT": "351",
    "GB": "44",
    "US": "1",
    "FR": "33",
    "IE": "353",
    "ES": "34",
    "PL": "48",
}


def _contact(contact: Json, shapes: Shapes, *, dialling: bool) -> Json:
    shown: Json = {f"{name}Answer": {"value": contact[name]} for name in ("firstName", "lastName", "email")}
    phone = contact.get("phone")
    if phone:
        code = phone["countryCode"]
        shown["cellphoneNumberQuestionAnswer"] = {
            "countryCode": _DIALLING.get(code, code) if dialling else code,
            "nationalNumber": phone["nationalNumber"],
            "extension": phone.get("extension", ""),
        }
    if contact.get("middleName"):
        shown |= shapes.middle_name(contact["middleName"])
    if contact.get("location"):
        shown["locationAnswer"] = shapes.location(contact["location"])
    return shown


def _cover_letter(answers: Json, shapes: Shapes, files: _Files) -> Json:
    shown: Json = shapes.cover_letter(files(answers["coverLetter"])) if answers.get("coverLetter") else {}
    if answers.get("coverLetterText"):
        shown["textCoverLetterQuestionAnswer"] = shapes.text_cover_letter(answers["coverLetterText"])
    return shown


def _customs(answered: Json | None, shapes: Shapes, files: _Files) -> list[Json]:
    return [
        {"questionIdentifier": key, "answer": _answer(held, shapes, files)} for key, held in (answered or {}).items()
    ]


def _answer(held: Json, shapes: Shapes, files: _Files) -> Json:
    kind, value = held["kind"], held["value"]
    if kind == "choice":
        return {"multipleChoiceAnswerValue": {"symbolicNames": value}}
    if kind in ("integer", "decimal"):
        return {"numericAnswerValue": {f"{kind}Value": value}}
    if kind == "text":
        return {"textAnswerValue": {"value": value}}
    if kind == "dates":
        return {"dateAnswerValue": shapes.date(value.get("start"), value.get("end"))}
    return shapes.document(files(value))


def _skills(member: Json, element: Json) -> list[Json]:
    wanted = f"{element['title']} {element['description']} {element.get('skillsDescription') or ''}".lower()
    return [
        {
            "skillUrn": ids.urn("skill", skill["id"]),
            "skillName": skill["name"],
            "jobMatched": skill["name"].lower() in wanted,
            "assessmentVerified": False,
        }
        for skill in member["profile"].get("skills", [])[:MOST_SKILLS]
    ]

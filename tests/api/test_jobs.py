"""Jobs over the API, from the first draft to closing."""

from uuid import uuid4

import pytest

from isthmus.api.v1 import jobs
from isthmus.hiring.models import Job
from isthmus.store.models import Change

COMPLETE = {"title": "Backend engineer", "description": "<p>Build.</p>", "locations": ["Ghent, Belgium"]}


def created(api, **fields) -> dict:
    response = api.post("/jobs", COMPLETE | fields)
    assert response.status_code == 201, response.content
    return response.json()


def test_a_job_is_created_as_a_draft(api):
    job = created(api, workplace="hybrid", level="associate")
    assert (job["status"], job["workplace"], job["origin"]) == ("draft", "hybrid", "api")
    assert (job["questions"], job["posting"], job["applicants"]) == ([], None, 0)
    assert api.get(f"/jobs/{job['id']}").json() == job


def test_the_same_external_id_creates_one_job(api):
    first = created(api, external_id="R-17")
    again = api.post("/jobs", COMPLETE | {"external_id": "R-17", "title": "Changed"})
    assert again.status_code == 200
    assert again.json() == first
    assert [job["id"] for job in api.get("/jobs", external_id="R-17").json()["items"]] == [first["id"]]


def test_two_requests_with_one_external_id_at_the_same_moment_create_one_job(api, monkeypatch):
    first = created(api, external_id="R-17")
    answers = iter([None])
    look = jobs._known
    monkeypatch.setattr(jobs, "_known", lambda external_id: next(answers, look(external_id)))
    again = api.post("/jobs", COMPLETE | {"external_id": "R-17"})
    assert (again.status_code, again.json()["id"]) == (200, first["id"])


def test_without_an_external_id_each_request_creates_a_job(api):
    assert created(api)["id"] != created(api)["id"]


def test_only_what_is_named_is_changed(api):
    job = created(api, department="Platform")
    changed = api("PATCH", f"/jobs/{job['id']}", {"title": "Senior backend engineer"}).json()
    assert changed["title"] == "Senior backend engineer"
    assert (changed["department"], changed["description"]) == ("Platform", "<p>Build.</p>")


def test_a_misspelt_field_is_refused_by_name(api):
    answer = api.post("/jobs", COMPLETE | {"tittle": "x"})
    assert answer.status_code == 422
    assert "tittle" in answer.json()["error"]["message"]


def test_scripts_in_a_description_do_not_survive(api):
    job = created(api, description="<p>Build.<script>alert(1)</script></p><img src=x onerror=alert(1)>")
    assert job["description"] == "<p>Build.</p>"


def test_publishing_opens_the_job_and_wants_it_on_linkedin(api):
    job = created(api)
    published = api.post(f"/jobs/{job['id']}/publish", {"linkedin_apply": True}).json()
    assert published["status"] == "open"
    assert (published["posting"]["status"], published["posting"]["linkedin_apply"]) == ("published", True)
    assert [p["job_id"] for p in api.get("/postings", status="published").json()["items"]] == [job["id"]]
    assert api.get(f"/jobs/{job['id']}/posting").json()["id"] == published["posting"]["id"]


def test_publishing_an_incomplete_job_says_what_is_missing(api):
    job = created(api, description="", locations=[])
    answer = api.post(f"/jobs/{job['id']}/publish", {})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["kind"] == "rejected"
    assert "no description" in error["message"]
    assert "Write what the work is." in error["fix"]
    assert api.get(f"/jobs/{job['id']}").json()["status"] == "draft"


def test_taking_down_and_closing(api):
    job = created(api)
    api.post(f"/jobs/{job['id']}/publish", {})
    down = api.post(f"/jobs/{job['id']}/unpublish").json()
    assert (down["status"], down["posting"]["status"]) == ("open", "unpublished")
    api.post(f"/jobs/{job['id']}/publish", {})
    closed = api.post(f"/jobs/{job['id']}/close").json()
    assert (closed["status"], closed["posting"]["status"]) == ("closed", "closed")


def test_a_job_never_published_has_no_posting(api):
    assert api.get(f"/jobs/{created(api)['id']}/posting").status_code == 404


def test_lists_are_newest_first_and_paged_by_key(api):
    made = [created(api, title=f"Job {number}")["id"] for number in range(5)]
    first = api.get("/jobs", limit=2).json()
    second = api.get("/jobs", limit=2, after=first["next"]).json()
    third = api.get("/jobs", limit=2, after=second["next"]).json()
    pages = [[job["id"] for job in page["items"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert third["next"] is None


def test_lists_filter_by_status(api):
    job = created(api)
    created(api)
    api.post(f"/jobs/{job['id']}/publish", {})
    assert [found["id"] for found in api.get("/jobs", status="open").json()["items"]] == [job["id"]]


def test_questions_are_set_as_a_whole_and_keep_their_ids(api):
    job = created(api)
    path = f"/jobs/{job['id']}/questions"
    choice = {"text": "Which office?", "kind": "single", "options": [{"label": "Ghent"}, {"label": "Oslo"}]}
    first = api("PUT", path, {"questions": [choice, {"text": "Why?", "kind": "text"}]}).json()["questions"]
    kept = {**first[0], "text": "Which of our offices?", "required": True}
    second = api("PUT", path, {"questions": [kept]}).json()["questions"]
    assert second == [kept]
    assert api.get(path).json()["questions"] == second


@pytest.mark.parametrize(
    "question", [{"text": "", "kind": "text"}, {"text": "x", "kind": "essay"}, {"text": "x", "kind": "single"}]
)
def test_a_question_nobody_could_answer_is_refused(api, question):
    job = created(api)
    answer = api("PUT", f"/jobs/{job['id']}/questions", {"questions": [question]})
    assert answer.status_code == 422


def test_a_job_that_is_not_there_is_404(api):
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "/close"), ("POST", "/publish"), ("GET", "/questions")):
        assert api(method, f"/jobs/{uuid4()}{path}", {} if method != "GET" else None).status_code == 404


def test_who_did_it_is_written_down_as_the_key(api, cast):
    job = created(api)
    with cast.acting():
        change = Change.objects.get(entity_id=job["id"], operation="insert")
        assert Job.objects.get(id=job["id"]).title == "Backend engineer"
    assert change.cause.startswith("api:")
    assert change.user_id is None


EVERY_KIND = [
    {"text": "City", "kind": "short_text", "details": {"longest": 40, "help": "Where you live"}},
    {"text": "Years", "kind": "integer", "details": {"minimum": 1, "maximum": 50, "favourable_from": 3}},
    {"text": "Permit", "kind": "yes_no", "key": "permit", "details": {"favourable_options": ["yes"]}},
    {
        "text": "Which?",
        "kind": "text",
        "details": {"prerequisite": {"question": "permit", "options": ["no"]}},
    },
    {"text": "Free", "kind": "date_range", "details": {"start_label": "First"}},
    {"text": "Plan", "kind": "document", "details": {"extensions": ["pdf"], "largest_bytes": 1000}},
    {"text": "Team", "kind": "single", "section": "contact", "options": [{"label": "A"}, {"label": "B"}]},
]


def test_questions_of_every_kind_are_set_and_set_again_as_they_were_read(api, story):
    path = f"/jobs/{story.job_id}/questions"
    first = api("PUT", path, {"questions": EVERY_KIND})
    assert first.status_code == 200, first.content
    read = api.get(path).json()["questions"]
    permit, which = read[2], read[3]
    assert which["details"]["prerequisite"] == {"question": permit["id"], "options": ["no"]}
    assert read[6]["section"] == "contact"
    assert [one["details"]["extensions"] for one in read][4:6] == [None, ["pdf"]]
    assert api("PUT", path, {"questions": read}).json()["questions"] == read


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"minimum": 5}, "text"),
        ({"minimum": 5, "maximum": 4}, "integer"),
        ({"suggested": "x"}, "integer"),
        ({"extensions": ["PDF"]}, "document"),
        ({"favourable_options": ["perhaps"]}, "yes_no"),
        ({"prerequisite": {"question": "nobody", "options": ["yes"]}}, "text"),
        ({"prerequisite": {"question": "", "options": []}}, "text"),
        ({"unknown": 1}, "text"),
        ({"maximum": 1e300}, "number"),
        ({"help": "\u0000"}, "text"),
    ],
)
def test_details_that_cannot_be_are_refused_and_nothing_changes(api, story, details, kind):
    path = f"/jobs/{story.job_id}/questions"
    before = api.get(path).json()
    answer = api("PUT", path, {"questions": [{"text": "?", "kind": kind, "details": details}]})
    assert answer.status_code == 422
    assert answer.json()["error"]["fix"]
    assert api.get(path).json() == before


def test_the_sections_of_a_form_are_set_as_a_whole(api):
    made = api.post("/jobs", {"title": "Baker", "form_sections": {"work": {"asked": True, "most": 3}}}).json()
    assert made["form_sections"]["work"]["most"] == 3
    assert made["form_sections"]["location"] == "optional"
    changed = api("PATCH", f"/jobs/{made['id']}", {"form_sections": {"location": "required"}}).json()
    assert changed["form_sections"]["location"] == "required"
    assert changed["form_sections"]["work"]["asked"] is False
    refused = api("PATCH", f"/jobs/{made['id']}", {"form_sections": {"work": {"least": 5, "most": 2}}})
    assert refused.status_code == 422


def test_pay_and_team_are_written_and_read_back(api):
    pay = [{"currency": "eur", "lowest": "60 000", "highest": "75000"}]
    team = [{"email": "Marek@larkfield.example", "role": "hiring_manager"}, {"email": "tomas@larkfield.example"}]
    job = created(api, pay=pay, pay_shown=False, team=team)
    salary = {"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}
    assert (job["pay"], job["pay_shown"]) == ([salary], False)
    assert [(one["name"], one["role"]) for one in job["team"]] == [
        ("Tomas Brandt", "recruiter"),
        ("Marek Vold", "hiring_manager"),
    ]
    assert api("PATCH", f"/jobs/{job['id']}", {"title": "Engineer"}).json()["team"] == job["team"]
    changed = api("PATCH", f"/jobs/{job['id']}", {"team": [], "pay": []}).json()
    assert (changed["team"], changed["pay"]) == ([], [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pay": [{"currency": "EURO", "lowest": "1"}]}, "no currency"),
        ({"pay": [{"currency": "EUR"}]}, "no amount"),
        ({"pay": [{"currency": "EUR", "lowest": "1", "per": "day"}]}, "per"),
        ({"team": [{"email": "petra@larkfield.example"}]}, "does not hire in this company"),
        ({"team": [{"email": "nobody@orrin.example"}]}, "does not hire in this company"),
        ({"team": [{"email": "tomas@larkfield.example", "role": "owner"}]}, "role"),
    ],
)
def test_pay_and_people_that_cannot_be_are_refused_and_nothing_is_kept(api, cast, fields, words):
    answer = api.post("/jobs", COMPLETE | fields)
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]
    with cast.acting():
        assert not Job.objects.exists()

"""Rule by rule: what each finds, what it leaves in peace, and that the sandbox refuses what blocks."""

import dataclasses

import pytest

from isthmus.bridge import clients, connections
from isthmus.bridge.postings import reference, rules, translate
from isthmus.bridge.postings.rules import Around, Place
from isthmus.hiring.models import FormSection, QuestionKind
from isthmus.hiring.pay import PayPart
from isthmus.linkedin import PostingStatus, Task
from tests.bridge.test_translating import ADVERT

NO_DETAILS = ADVERT.questions[0].details
YES_NO = dataclasses.replace(ADVERT.questions[0], kind=QuestionKind.YES_NO, options=[], details=NO_DETAILS)
BLOCKING = {
    "title_missing": {"title": "  "},
    "title_long": {"title": "x" * 201},
    "title_without_words": {"title": "★ ★ ★"},
    "description_short": {"description": "<p>We weld.</p>"},
    "description_long": {"description": "<p>" + "weld " * 5001 + "</p>"},
    "code_long": {"job_code": "c" * 201},
    "location_missing": {"locations": []},
    "too_many_locations": {"locations": [f"{n}000, BE" for n in range(1, 9)]},
    "location_incomplete": {"locations": ["Belgium"]},
    "location_malformed": {"locations": [", Belgium"]},
    "location_postcode": {"locations": ["9000"]},
    "location_no_place": {"locations": ["Anywhere"], "workplace": "remote"},
    "blocked_country": {"locations": ["North Korea"], "workplace": "remote"},
    "too_many_functions": {"functions": ["eng", "it", "qa", "rsch"]},
    "industry": {"industries": ["Robots"]},
    "employment": {"employment": "sometimes"},
    "level": {"level": "wizard"},
    "poster": {"poster_email": "tomas@larkfield"},
    "apply_url": {"apply_url": "jobs.larkfield.example/7"},
    "apply_url_password": {"apply_url": "https://tomas:secret@larkfield.example/7"},
    "apply_url_domain": {"apply_url": "https://intranet/7"},
    "apply_url_long": {"apply_url": "https://larkfield.example/" + "7" * 2000},
    "apply_url_linkedin": {"apply_url": "https://www.linkedin.com/jobs/view/7"},
    "webhook_address": {"webhook_url": "https://larkfield.ngrok.io/hook"},
    "pay": {"pay": [PayPart(currency="EURO", lowest="1")]},
    "listed_in_future": {"listed_at": 4_000_000_000_000},
    "question_words": {"questions": [dataclasses.replace(YES_NO, text="")]},
    "question_twice": {"questions": [YES_NO, YES_NO]},
}
ELSEWHERE = {
    "company_nameless": "the sandbox's organizations have names; missing_campaign is ordered in test_everything_asked",
    "private_posting": "Isthmus sends basic public jobs alone",
    "premium_contract": "Isthmus sends basic public jobs alone",
    "question_options": "the sandbox takes choices of one option; LinkedIn's schema is silent",
    "question_details": "each detail in test_form",
    "question_prerequisite": "in test_form",
    "question_place": "in test_form",
    "question_one_prerequisite": "in test_preflight",
    "duplicate": "in test_preflight",
}
PRESENT = 1_800_000_000_000


def found(around: Around | None = None, **changes: object) -> list[str]:
    """The rules an advert breaks that was in order before these changes."""
    advert = dataclasses.replace(ADVERT, **changes)
    return [finding.rule for finding in rules.problems(advert, around or Around(present=PRESENT))]


@pytest.mark.parametrize("rule", BLOCKING)
def test_each_rule_finds_its_fault_alone(rule):
    assert found(**BLOCKING[rule]) == [rule]


def test_every_rule_that_blocks_has_an_example():
    blocking = {rule.code for rule in rules.ALL if rule.blocks}
    assert blocking == {*BLOCKING, *ELSEWHERE}


@pytest.mark.parametrize("generation", ["v2"], indirect=True)
def test_the_sandbox_refuses_what_blocks(connected):
    """Each example, sent past the rules, is refused, or loses its form without a word."""
    with connected.cast.acting():
        webhook = connections.webhook_url(connected.connection())
    base = dataclasses.replace(ADVERT, organization=connected.organization, webhook_url=webhook)
    outcomes = {}
    with clients.client_of(connected.connection()) as client:
        for number, (rule, changes) in enumerate(BLOCKING.items()):
            here = {
                "external_id": f"R-{number}",
                "title": f"Welder {number}",
                "apply_url": f"https://a.example/{number}",
            }
            body = translate.body_of(dataclasses.replace(base, **{**here, **changes}), "v2")
            (answer,) = client.create_postings([body | {translate.OPERATION: "CREATE"}])
            outcomes[rule] = answer.failure or answer.task_urn
        connected.sandbox.advance(30)
        connected.sandbox.tick()
        taken = {rule: task for rule, task in outcomes.items() if isinstance(task, str)}
        said = {rule: (client.tasks([task])[task], _status(client, rule)) for rule, task in taken.items()}
    passed = [rule for rule, (task, status) in said.items() if _is_well(task, status)]
    assert passed == []


def _status(client, rule: str):
    external_id = f"R-{list(BLOCKING).index(rule)}"
    return client.posting_status([external_id])[external_id]


def _is_well(task: object, status: object) -> bool:
    assert isinstance(task, Task), task
    assert isinstance(status, PostingStatus), status
    return (task.status, status.linked_in_apply_status) == ("SUCCEEDED", "ENABLED")


@pytest.mark.parametrize(
    ("place", "workplace"),
    [
        *((place, "on_site") for place in ("Ghent, Belgium", "Austin, TX", "Austin, Texas, United States", "9000, BE")),
        *(
            (place, "on_site")
            for place in ("SW1A 1AA, GB", "Toronto, Ontario", "Gent, België", "東京, 日本", "Singapore")
        ),
        *((place, "on_site") for place in ("Cuba, Missouri", "Havana, Florida, United States", "Remote, Oregon, US")),
        *(
            (place, "on_site")
            for place in ("Washington, D.C., US", "St. John's, Canada", "’s-Hertogenbosch, NL", "Å, NO")
        ),
        *((place, "remote") for place in ("Belgium", "European Union", "EMEA", "Worldwide", "DACH", "Ghent, Belgium")),
        *((place, "remote") for place in ("Latin America", "Nordics", "United States", "UK", "North America")),
    ],
)
def test_places_that_linkedin_takes_pass_in_peace(place, workplace):
    known = [] if place != "Remote, Oregon, US" else ["location_no_place"]
    assert found(locations=[place], workplace=workplace) == known


@pytest.mark.parametrize(
    "place", ["Havana, Cuba", "Tehran, Iran", "Tehran, IR", "Pyongyang, North Korea", "Sevastopol, Crimea, Ukraine"]
)
def test_no_jobs_where_linkedin_lists_none(place):
    assert found(locations=[place], workplace="on_site") == ["blocked_country"]


@pytest.mark.parametrize("place", ["", " ", ",", ",,,", "Ghent,", "x" * 201 + ", Belgium", "-", "\u200b, Belgium"])
def test_hostile_places_are_found_and_break_nothing(place):
    assert len(found(locations=[place], workplace="on_site")) == 1


def test_a_better_way_to_write_a_place_is_its_fix():
    around = Around(places={("Gent", False): Place("Ghent, Belgium")})
    (finding,) = rules.problems(dataclasses.replace(ADVERT, locations=["Gent"]), around)
    assert (finding.rule, finding.fix) == ("location_incomplete", "Write “Ghent, Belgium”.")


def test_a_place_nobody_knows_is_said_and_does_not_block():
    around = Around(
        places={
            ("Qwxyz, Belgium", False): Place(why="Not known."),
            ("Springfield, US", False): Place(why="Several.", choices=("Springfield, Ohio", "Springfield, Illinois")),
        }
    )
    for place, rule in (("Qwxyz, Belgium", "location_unresolved"), ("Springfield, US", "location_ambiguous")):
        (finding,) = rules.problems(dataclasses.replace(ADVERT, locations=[place]), around)
        assert (finding.rule, finding.blocks) == (rule, False)
    assert finding.fix == "Write “Springfield, Ohio” or “Springfield, Illinois”."


def test_what_does_not_block_is_said_all_the_same():
    around = Around(mail_domains=frozenset({"larkfield.example"}), form_spent=frozenset({"J-1"}))
    linked = ADVERT.description + '<p><a href="https://larkfield.example">Us</a></p>'
    changes = {"workplace": "", "poster_email": "t@elsewhere.example", "functions": ["zzz"], "description": linked}
    advert = dataclasses.replace(ADVERT, locations=["Ghent, Belgium", "ghent,  belgium"], **changes)
    notes = rules.problems(advert, around)
    assert {note.rule for note in notes} == {
        *("links_lost", "location_twice", "workplace_missing", "function_unknown", "poster_stranger", "form_spent")
    }
    assert rules.failure_of(notes) is None


@pytest.mark.parametrize("name", ["Confidential", "confidential company", "Anonymous GmbH", "(Undisclosed)"])
def test_a_company_without_a_name_is_not_listed_for_free(name):
    assert found(Around(company=name)) == ["company_nameless"]


@pytest.mark.parametrize("name", ["Larkfield Robotics", "Private Label Foods International Holding", "Stealthy"])
def test_a_company_with_a_name_is(name):
    assert found(Around(company=name)) == []


def test_what_is_private_or_promoted_is_not_sent_as_public_and_free():
    assert found(visibility="private") == ["private_posting"]
    assert found(listing_type="premium") == ["premium_contract"]


def test_our_own_address_is_the_operators_to_mend():
    around = Around(public_url="http://localhost:8000")
    (finding,) = rules.problems(dataclasses.replace(ADVERT, apply_url="http://localhost:8000/jobs/x/1"), around)
    assert (finding.field, "ISTHMUS_PUBLIC_URL" in finding.fix) == ("", True)
    assert found(Around(demo=True), apply_url="http://localhost:8000/jobs/x/1") == []


@pytest.mark.parametrize("url", ["https://x.example:99999/", "https://[::1]/", "https://10.0.0.7/", "ftp://x.example/"])
def test_addresses_nobody_can_open_are_found(url):
    assert found(apply_url=url) in (["apply_url"], ["apply_url_domain"])


def test_of_two_alike_the_later_one_is_the_twin():
    first, second = (dataclasses.replace(ADVERT, external_id=name, listed_at=at) for name, at in (("A", 1), ("B", 2)))
    spaced = dataclasses.replace(second, title=f"  {second.title.upper()} ", job_code="")
    assert [finding.rule for finding in rules.of_set([spaced, first])["B"]] == ["duplicate"]
    assert rules.of_set([spaced, first])["A"] == []
    assert rules.of_set([first], there=[spaced])["A"] == []
    assert [finding.rule for finding in rules.of_set([spaced], there=[first])["B"]] == ["duplicate"]


@pytest.mark.parametrize(
    "change",
    [{"title": "Another"}, {"locations": ["Lyon, France"]}, {"description": ADVERT.description + "<p>Also.</p>"}],
)
def test_a_job_that_differs_is_no_twin(change):
    other = dataclasses.replace(ADVERT, external_id="B", listed_at=2, **change)
    assert not any(rules.of_set([ADVERT, other]).values())


def test_a_job_is_not_its_own_twin_when_it_is_live():
    assert not any(rules.of_set([ADVERT], there=[]).values())


def test_questions_are_judged_only_where_linkedin_asks_them():
    stray = dataclasses.replace(YES_NO, section=FormSection.WORK)
    assert found(questions=[stray]) == ["question_place"]
    assert found(questions=[stray], webhook_url="") == []


def test_every_refusal_is_prevented_or_said_why_not():
    """Each refusal of the error tables is in exactly one place: a rule, how Isthmus is made, or LinkedIn alone."""
    prevented = {code for rule in rules.ALL for code in rule.prevents}
    places = [prevented, set(reference.BY_CONSTRUCTION), set(reference.LINKEDIN_ALONE)]
    assert {code for place in places for code in place} == set(reference.refusals())
    assert sum(map(len, places)) == len(set(reference.refusals()))


def test_the_page_of_rules_is_as_the_code_says():
    assert reference.PAGE.read_text(encoding="utf-8") == reference.text(), "run `make docs`"

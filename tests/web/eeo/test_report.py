"""Equal opportunity: counts alone, for the EEO officer alone."""

import json

from django.test import Client

from isthmus.hiring import pipeline
from tests import builders
from tests.web.rooms import Rooms, words


def answered(rooms: Rooms, people: int, choice: str, job=None) -> None:
    with rooms.cast.acting():
        pipeline.ensure_stages()
        job = job or builders.a_job(title="Welder")
        for number in range(people):
            said = builders.noor(last_name=f"Peeters{number}", email=f"{number}@tessel.example")
            builders.a_received_application(job, said=said, eeo=json.dumps({"gender": choice}).encode())


def officer(rooms: Rooms) -> Client:
    client = Client()
    client.force_login(rooms.cast.petra)
    return client


def test_counts_are_shown_from_five_people_on(committed_cast):
    rooms = Rooms(committed_cast)
    answered(rooms, 5, "Woman")
    text = words(officer(rooms).get(rooms.at("eeo:report")))
    assert "Welder 5 people answered" in text
    assert "gender Woman 5" in text
    assert "Peeters" not in text


def test_fewer_than_five_are_withheld(committed_cast):
    rooms = Rooms(committed_cast)
    answered(rooms, 4, "Woman")
    text = words(officer(rooms).get(rooms.at("eeo:report")))
    assert "Fewer than 5 people answered" in text
    assert "Woman" not in text


def test_without_answers_it_says_where_they_come_from(committed_cast):
    rooms = Rooms(committed_cast)
    assert "No answers yet" in words(officer(rooms).get(rooms.at("eeo:report")))


def test_nobody_else_may_look(rooms, admin, recruiter, manager):
    for client in (admin, recruiter, manager):
        assert client.get(rooms.at("eeo:report")).status_code == 403

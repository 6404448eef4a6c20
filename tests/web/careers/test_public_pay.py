"""What the public job page says of the pay, to people and to search engines."""

import json
import re

import pytest
from django.test import Client

SALARY = {"type": "base_salary", "period": "yearly", "currency": "EUR", "lowest": "60000", "highest": "75000"}
BONUS = {"type": "bonus", "period": "yearly", "currency": "EUR", "lowest": "5000", "highest": "5000"}


def shown(rooms, **changes) -> tuple[str, dict]:
    job = rooms.job(**changes)
    page = Client().get(f"/jobs/{rooms.cast.larkfield.slug}/{job.id}").content.decode()
    return page, json.loads(re.search(r"<script type=\"application/ld\+json\"[^>]*>(.*?)</script>", page, re.DOTALL)[1])


def test_shown_pay_is_on_the_page_and_in_its_data(rooms):
    page, data = shown(rooms, pay=[BONUS, SALARY])
    assert "EUR 60,000 – 75,000 a year · Base salary" in page
    assert "EUR 5,000 a year · Bonus" in page
    value = {"@type": "QuantitativeValue", "unitText": "YEAR", "minValue": "60000", "maxValue": "75000"}
    assert data["baseSalary"] == {"@type": "MonetaryAmount", "currency": "EUR", "value": value}


@pytest.mark.parametrize(
    "changes",
    [{"pay": [SALARY], "pay_shown": False}, {"pay": [BONUS]}, {"pay": [{**SALARY, "period": "biweekly"}]}, {}],
)
def test_no_salary_is_told_when_it_is_hidden_or_has_no_words_there(rooms, changes):
    page, data = shown(rooms, **changes)
    assert "baseSalary" not in data
    assert ("60,000" in page) == (changes.get("pay_shown", True) and changes.get("pay", [BONUS])[0] != BONUS)

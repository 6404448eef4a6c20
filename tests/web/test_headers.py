"""What every page says to the browser: run only what carries the nonce, load nothing from elsewhere."""

import re

import pytest

PAGES = ["home:home", "jobs:list", "jobs:new", "candidates:list", "activity:overview", "linkedin:settings"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_carry_a_strict_policy(rooms, admin, page):
    policy = admin.get(rooms.at(page))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert re.search(r"script-src 'self' 'nonce-", policy)
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_inline_style_or_handler(rooms, admin, page):
    body = admin.get(rooms.at(page)).content.decode()
    assert not re.search(r"\sstyle=", body)
    assert not re.search(r"\son(click|load|change|submit)=", body)
    assert "<style" not in body


@pytest.mark.parametrize("page", PAGES)
def test_every_script_carries_the_nonce_of_its_policy(rooms, admin, page):
    response = admin.get(rooms.at(page))
    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    scripts = re.findall(r"<script[^>]*>", response.content.decode())
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_pages_load_nothing_from_another_host(rooms, admin):
    body = admin.get(rooms.at("home:home")).content.decode()
    assert not re.search(r'(src|href)="https?://', body)


def test_htmx_runs_without_eval(rooms, recruiter):
    body = recruiter.get(rooms.at("home:home")).content.decode()
    assert '"allowEval":false' in body
    assert '"includeIndicatorStyles":false' in body

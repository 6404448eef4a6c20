"""Settings are read once and whole; one that cannot be used is named in a sentence."""

import pytest

from isthmus.base import config

BAD = [
    ("ISTHMUS_MODE", "prod"),
    ("ISTHMUS_LINKEDIN_GENERATION", "v3"),
    ("ISTHMUS_LOG_LEVEL", "loud"),
    ("ISTHMUS_WATCH_SECONDS", "abc"),
    ("ISTHMUS_WATCH_SECONDS", "nan"),
    ("ISTHMUS_WATCH_SECONDS", "inf"),
    ("ISTHMUS_WEB_THREADS", "1.5"),
    ("ISTHMUS_SPOOL_BYTES", "-1"),
    ("ISTHMUS_LINKEDIN_LIMIT_SHARE", "2"),
    ("ISTHMUS_TRUSTED_PROXIES", "the-proxy"),
    ("ISTHMUS_CLOCK_FILE", "clock"),
    ("ISTHMUS_PUBLIC_URL", "https://[bridge"),
    ("ISTHMUS_MAIL_URL", "smtp://mail:s3cret"),
    ("ISTHMUS_DATABASE_URL", "s3cret"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(name, value):
    with pytest.raises(config.BadSetting) as refused:
        config.load({name: value})
    words = str(refused.value)
    assert words.startswith(f"{name} ")
    assert words.endswith(".")
    assert "s3cret" not in words


def test_what_is_set_is_taken_and_the_rest_stands():
    settings = config.load({"ISTHMUS_WATCH_SECONDS": "5", "ISTHMUS_LOG_LEVEL": "WARNING", "ISTHMUS_WEB_THREADS": ""})
    assert (settings.watch_seconds, settings.log_level, settings.web_threads) == (5.0, "WARNING", 8)

"""The one-time link with which a person sets their password: it opens the reset page and dies with its first use."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from isthmus.accounts.models import User


def set_password_link(user: User) -> str:
    """An absolute address; hand it over yourself, for it is shown once and sent to nobody."""
    token = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    return settings.CONFIG.public_url.rstrip("/") + path

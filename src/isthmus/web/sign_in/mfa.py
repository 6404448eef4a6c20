"""How the second factor's secrets are stored: sealed with this installation's keys."""

from allauth.mfa.adapter import DefaultMFAAdapter

from isthmus.accounts import second_factors


class Sealed(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's behaviour, with nothing in the database that makes a valid code."""

    def encrypt(self, text: str) -> str:
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factors.opened(encrypted_text)

"""A partner's child applications, one per customer ("Provisioning API"), made in the name of the parent application."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx2

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.linkedin.base_client import BaseClient
from isthmus.linkedin.calls import Call
from isthmus.linkedin.wire import NewApplication, ProvisionedApplication


class ProvisioningClient(BaseClient):
    """Makes, changes and finds child applications; needs the parent's token. Exists in v2 only."""

    @property
    def _url(self) -> str:
        return self._config.resource("provisionedApplications", "v2")

    def create(self, application: NewApplication) -> ProvisionedApplication:
        """The new child with its key, client id and secret; keep the secret, LinkedIn may never show it again.

        IsthmusError: rejected with code `application` for what LinkedIn's rules forbid, with `duplicate_foreign_id`
        when the customer has a child already (then `find` it).
        """
        if problems := application.problems():
            raise IsthmusError(Failure(Kind.REJECTED, " ".join(problems), code="application"))
        answer = self._caller.call(Call("create_application", "POST", self._url, body=application.wire()))
        return ProvisionedApplication.read(answer.record())

    def update(
        self,
        key: str,
        *,
        valid_js_sdk_domains: Sequence[str] | None = None,
        oauth2_authorized_callback_urls: Sequence[str] | None = None,
    ) -> None:
        """Replaces the whole list of each given member of the child with that key (its application URN)."""
        given: dict[str, Sequence[str] | None] = {
            "validJsSdkDomains": valid_js_sdk_domains,
            "oauth2AuthorizedCallbackUrls": oauth2_authorized_callback_urls,
        }
        changes: dict[str, Any] = {name: list(value) for name, value in given.items() if value is not None}
        if not changes:
            return
        url = f"{self._url}/{quote(key, safe=':')}"
        self._caller.call(Call("update_application", "POST", url, body={"patch": {"$set": changes}}))

    def find(self, unique_foreign_id: str) -> ProvisionedApplication | None:
        """The child we gave that id, usually without its secret; None when there is none."""
        query = f"q=credentialsByUniqueForeignId&uniqueForeignId={quote(unique_foreign_id, safe='')}"
        try:
            answer = self._caller.call(Call("find_application", "GET", self._url, query))
        except IsthmusError as error:
            if error.failure.status == httpx2.codes.NOT_FOUND and error.failure.kind is Kind.REJECTED:
                return None
            raise
        elements = answer.record().get("elements") or []
        return ProvisionedApplication.read(elements[0]) if elements else None

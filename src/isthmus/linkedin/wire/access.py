"""Records of access: tokens ("Client Credential Flow") and provisioned applications ("Provisioning API")."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from isthmus.linkedin.wire.base import WireModel

LONGEST_APPLICATION_NAME = 50


class Token(BaseModel):
    """The answer of the token endpoint; `expires_in` is in seconds and is the only word on how long the token lives."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    access_token: SecretStr = Field(min_length=1)
    expires_in: int = 0


class Credentials(BaseModel):
    """Client id and secret of an application; LinkedIn gives the secret at creation and may omit it later."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    client_id: str
    client_secret: SecretStr = SecretStr("")


class NewApplication(WireModel):
    """What a partner asks for when it provisions a child application ("Provisioning API", create)."""

    unique_foreign_id: str
    name: str
    description: str
    oauth2_authorized_callback_urls: list[str] | None = None
    valid_js_sdk_domains: list[str] | None = None

    def problems(self) -> list[str]:
        """What LinkedIn's published rules would refuse, as sentences; empty when nothing is wrong."""
        found = []
        if not self.unique_foreign_id or not self.description:
            found.append("An application needs an id of ours and a description.")
        if not 0 < len(self.name) <= LONGEST_APPLICATION_NAME:
            found.append(f"The name must have 1 to {LONGEST_APPLICATION_NAME} characters.")
        if "linkedin" in self.name.lower():
            found.append("The name must not contain the word LinkedIn.")
        if any(domain.endswith("/") for domain in self.valid_js_sdk_domains or []):
            found.append("A widget domain must not end with a slash.")
        return found


class ProvisionedApplication(WireModel):
    """A child application; create answers with key and credentials only, the finder with everything but the secret."""

    key: str
    credentials: Credentials
    unique_foreign_id: str | None = None
    name: str | None = None
    description: str | None = None
    oauth2_authorized_callback_urls: list[str] = Field(default_factory=list)
    valid_js_sdk_domains: list[str] = Field(default_factory=list)

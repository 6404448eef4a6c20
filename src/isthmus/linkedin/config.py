"""Where LinkedIn is and which generation of its API to speak; the sandbox differs from the real one in nothing else."""

from dataclasses import dataclass

from isthmus.linkedin.wire import Generation


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Addresses, API generation (`v2`, or `rest` with its `version` as YYYYMM), and time limits in seconds.

    `private_origins` are those of the addresses here that may lie in a private network (the sandbox under a host name).
    """

    api_url: str = "https://api.linkedin.com"
    www_url: str = "https://www.linkedin.com"
    generation: Generation = "v2"
    version: str = "202603"
    timeout: float = 30.0
    connect_timeout: float = 10.0
    private_origins: tuple[str, ...] = ()

    @property
    def token_url(self) -> str:
        return f"{self.www_url.rstrip('/')}/oauth/v2/accessToken"

    @property
    def media_origins(self) -> tuple[str, str]:
        """The origins from which files of applications may be fetched."""
        return self.www_url, self.api_url

    def resource(self, path: str, generation: Generation | None = None) -> str:
        """The URL of a resource in the configured generation, or in the one a resource exists in alone."""
        return f"{self.api_url.rstrip('/')}/{generation or self.generation}/{path}"

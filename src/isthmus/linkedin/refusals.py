"""What one known refusal of LinkedIn looks like, whose move it is, and what to tell the person who must act."""

import re
from dataclasses import dataclass

from isthmus.base.failures import Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One known refusal.

    `name` is stable and used as the failure's code; `pattern` is searched in LinkedIn's text (and item code), ignoring
    case; named groups fill the placeholders of `message`, which says what is wrong and what to do. `statuses`,
    `service_codes` and `operations` limit where the row applies (empty: anywhere). `reason` says, for support, what
    LinkedIn means, and `page` where it says so.
    """

    name: str
    kind: Kind
    message: str
    reason: str
    pattern: str = ""
    statuses: tuple[int, ...] = ()
    service_codes: tuple[int, ...] = ()
    operations: tuple[str, ...] = ()
    page: str = "Create Job Postings"

    def match(self, status: int, text: str, service_code: int | None, operation: str) -> dict[str, str] | None:
        """The named groups of the match (None when the row does not apply)."""
        if self.statuses and status not in self.statuses:
            return None
        if self.operations and operation not in self.operations:
            return None
        if self.service_codes and service_code not in self.service_codes:
            return None
        found = re.search(self.pattern, text, re.IGNORECASE | re.DOTALL)
        return None if found is None else {name: value or "" for name, value in found.groupdict().items()}

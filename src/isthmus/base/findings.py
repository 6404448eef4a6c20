"""What a check may say: that a thing is fine, or what is wrong with it, whose move it is and what to do."""

from dataclasses import dataclass

from isthmus.base.failures import Kind

OPERATOR = "the operator"
ADMIN = "an admin"


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at; `kind`, `whose_move` and `fix` are for what is not fine."""

    what: str
    fine: bool
    whose_move: str = ""
    fix: str = ""
    kind: str = ""

    def __str__(self) -> str:
        if self.fine:
            return f"ok   {self.what}"
        return f"FIX  {self.what} ({self.kind}) — {self.whose_move}: {self.fix}"


def fine(what: str) -> Finding:
    """Nothing to do."""
    return Finding(what, True)


def trouble(what: str, fix: str, *, kind: Kind = Kind.MISCONFIGURED, whose_move: str = OPERATOR) -> Finding:
    """Something for a person."""
    return Finding(what, False, whose_move, fix, kind.value)

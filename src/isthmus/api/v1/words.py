"""Text as the database can hold it, and input that refuses fields it does not know."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

NO_NUL = r"^[^\u0000]*$"

Line = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=300)]
Address = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=2000)]
Prose = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=200_000)]


class Input(Schema):
    """What a client sends. A field that is not known is refused, so that a misspelt one is never lost in silence."""

    model_config = ConfigDict(extra="forbid")

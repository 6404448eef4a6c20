"""How every LinkedIn record is read and written: camel case outside, our names inside, unknown members kept."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from isthmus.base.failures import Failure, IsthmusError, Kind

Generation = Literal["v2", "rest"]


class WireModel(BaseModel):
    """A record as LinkedIn writes it. Numbers where text is expected are accepted; nothing unknown is lost."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="allow",
        frozen=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def read(cls, data: Any) -> Self:
        """The record in `data` (decoded JSON); IsthmusError (bug), naming members but no values, if unreadable."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            places = sorted({".".join(str(part) for part in problem["loc"]) for problem in error.errors()})
            failure = Failure(
                kind=Kind.BUG,
                message="LinkedIn sent something Isthmus cannot read.",
                code="unreadable",
                detail=f"{cls.__name__}: {', '.join(places)[:200]}",
            )
            raise IsthmusError(failure) from None

    def wire(self) -> dict[str, Any]:
        """The record as LinkedIn expects it: members without a value are left out, empty objects and lists stay."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

"""Which members of a delivered application people may see: an allow-list, as self-identification has no known name.

LinkedIn does not publish the member that carries voluntary self-identification, nor the inner shape of several others
("Receive Applications"). So documented members are listed one by one, undocumented inner shapes are kept word by word
from a vocabulary, and whatever is neither stays in the sealed original alone.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class _Scalar:
    """One text, number or truth value."""


class _Worded:
    """Any shape whose members are all made of words from the vocabulary."""


@dataclass(frozen=True)
class _Section:
    """An object whose members are named from the vocabulary with one of these words: their names are not documented."""

    words: frozenset[str]


class _Answer:
    """A union of which one member is given, named from the vocabulary; `{}` when it is given in any other way."""


_SCALAR: Final = _Scalar()
_WORDED: Final = _Worded()
_ANSWER: Final = _Answer()
_Rule = _Scalar | _Worded | _Section | _Answer | dict[str, Any] | list[Any]

_VOCABULARY_TEXT = """
    work experience experiences education educational question questions set sets response responses answer answers
    title position job company employer organization name city location country region state province postal code
    address area description summary employment dates date start end from to is current currently present year month
    day value text school institution university college degree field of study attended attendance custom identifier
    multiple choice choices selected symbolic names numeric integer decimal number phone cellphone national extension
    document media urn url file cover letter resume first middle last email mail contact information role major program
    entry entries item items range begin began started ended on until since ongoing time timestamp locality formatted
    display
"""
_SELF_IDENTIFICATION_TEXT = """
    self identification voluntary voluntarily eeo gender sex race ethnicity ethnic hispanic latino disability disabled
    veteran veterans demographic demographics diversity pronouns orientation religion
"""
_VOCABULARY = frozenset(_VOCABULARY_TEXT.split())
_SELF_IDENTIFICATION = frozenset(_SELF_IDENTIFICATION_TEXT.split())

_CUSTOM: Final = [{"questionIdentifier": _SCALAR, "answer": _ANSWER}]
_CONTACT: Final = _Section(
    frozenset({"first", "middle", "last", "email", "mail", "phone", "cellphone", "location", "city", "custom"})
)
_COVER_LETTER: Final = _Section(frozenset({"cover", "letter", "custom"}))
_RESUME: Final = _Section(frozenset({"resume", "custom"}))
_DELIVERY: Final[_Rule] = {
    "type": _SCALAR,
    "jobApplicationId": _SCALAR,
    "jobApplicant": _SCALAR,
    "appliedAt": _SCALAR,
    "externalJobId": _SCALAR,
    "questionResponses": {
        "contactInformationQuestionResponses": _CONTACT,
        "resumeQuestionResponses": _RESUME,
        "coverLetterQuestionResponses": _COVER_LETTER,
        "workQuestionResponses": _WORDED,
        "educationQuestionResponses": _WORDED,
        "additionalQuestionResponses": {"customQuestionSetResponses": [{"customQuestionResponses": _CUSTOM}]},
    },
    "applicantSkills": [
        {"skillUrn": _SCALAR, "skillName": _SCALAR, "jobMatched": _SCALAR, "assessmentVerified": _SCALAR}
    ],
}
_GONE: Final = object()


@dataclass(frozen=True, slots=True, repr=False)
class Split:
    """A delivery in two parts: what may be shown, and what looks like self-identification, keyed by its dotted path.

    Anything else that came is in neither; it exists in the sealed original only.
    """

    visible: dict[str, Any]
    self_identification: dict[str, Any]


def split_delivery(raw: dict[str, Any]) -> Split:
    """Separates a decoded delivery. Neither part shares objects with `raw`, and `raw` is not changed."""
    kept = _keep(raw, _DELIVERY)
    return Split(kept if isinstance(kept, dict) else {}, _self_identification(raw, ""))


def words_of(member: str) -> list[str]:
    """The words of a camel-case (or snake-case) member name, in lower case."""
    return [word.lower() for word in _WORD.findall(member)]


def _keep(node: Any, rule: _Rule) -> Any:
    """The part of `node` the rule allows, or `_GONE`."""
    if isinstance(rule, _Worded):
        return _keep_worded(node)
    if isinstance(rule, _Answer):
        return _keep_answer(node)
    if isinstance(rule, _Section):
        return _keep_section(node, rule.words)
    if isinstance(rule, _Scalar):
        return node if _is_scalar(node) else _GONE
    if isinstance(rule, list):
        return _present(_keep(item, rule[0]) for item in node) if isinstance(node, list) else _GONE
    if not isinstance(node, dict):
        return _GONE
    kept = {name: _keep(node[name], inner) for name, inner in rule.items() if name in node}
    return {name: value for name, value in kept.items() if value is not _GONE}


def _keep_answer(node: Any) -> Any:
    """A union whose only member nobody knows stays as `{}`, so that an answer that cannot be shown is still noticed."""
    if not node and not isinstance(node, int | float):
        return _GONE
    return _keep_worded(node) if isinstance(node, dict) else {}


def _keep_section(node: Any, words: frozenset[str]) -> Any:
    if not isinstance(node, dict):
        return _GONE
    named = {name: value for name, value in node.items() if not words.isdisjoint(words_of(name)) and _is_worded(name)}
    return {
        name: kept
        for name, value in named.items()
        if (kept := _keep(value, _CUSTOM if "custom" in words_of(name) else _WORDED)) is not _GONE
    }


def _keep_worded(node: Any) -> Any:
    if isinstance(node, list):
        return _present(_keep_worded(item) for item in node)
    if isinstance(node, dict):
        return {name: _keep_worded(value) for name, value in node.items() if _is_worded(name)}
    return node


def _is_worded(name: str) -> bool:
    words = words_of(name)
    return _VOCABULARY.issuperset(words) and "".join(words) == name.lower() != ""


def _present(items: Any) -> list[Any]:
    return [item for item in items if item is not _GONE]


def _is_scalar(node: Any) -> bool:
    return node is None or isinstance(node, str | int | float)


def _self_identification(node: Any, path: str) -> dict[str, Any]:
    """Every outermost member whose name speaks of self-identification, wherever it stands."""
    found: dict[str, Any] = {}
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in members:
        place = f"{path}.{name}" if path else str(name)
        if isinstance(name, str) and not _SELF_IDENTIFICATION.isdisjoint(words_of(name)):
            found[place] = value
        else:
            found |= _self_identification(value, place)
    return found

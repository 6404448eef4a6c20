"""Nested JSON answers, as the operator's API takes them and profiles hold them, under the form's flat names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def flatten(nested: Mapping[str, Any]) -> Json:
    """Nested JSON (`contact`, `work`, `education`, `selfIdentification`, `questions`, `sets`) as flat names.

    `ValueError` names a member of the wrong type."""
    flat: Json = {}
    for key, value in nested.items():
        if value is None:
            continue
        if key == "questions":
            _flatten_questions(flat, "", _typed(key, value, dict))
        elif key == "sets":
            for index, one in enumerate(_typed(key, value, list)):
                _flatten_questions(flat, f"again.{index}." if index else "", _typed(key, one, dict))
        elif key in ("work", "education"):
            for index, entry in enumerate(_typed(key, value, list)):
                _flatten_entry(flat, f"{key}.{index}.", _typed(key, entry, dict))
        elif key in ("contact", "selfIdentification"):
            _flatten_record(flat, f"{key}.", _typed(key, value, dict))
        else:
            flat[key] = value
    return flat


def _typed(name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be a JSON {'object' if kind is dict else 'array'}")
    return value


def _flatten_record(flat: Json, prefix: str, record: Mapping[str, Any]) -> None:
    for name, value in record.items():
        if isinstance(value, dict) and "filename" not in value:
            _flatten_record(flat, f"{prefix}{name}.", value)
        else:
            flat[prefix + name] = value


def _flatten_entry(flat: Json, prefix: str, entry: Mapping[str, Any]) -> None:
    for name, value in entry.items():
        if name in ("start", "end", "current"):
            flat[f"{prefix}dates.{name}"] = value
        elif name == "questions":
            _flatten_questions(flat, prefix, _typed(name, value, dict))
        else:
            flat[prefix + name] = value


def _flatten_questions(flat: Json, prefix: str, asked: Mapping[str, Any]) -> None:
    for question, value in asked.items():
        name = f"{prefix}question.{question}"
        if isinstance(value, dict) and "filename" not in value:
            _flatten_record(flat, f"{name}.", value)
        else:
            flat[name] = value

"""Foreign text at its worst: every text of a company that carries the marker is rewritten into something that runs."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, models, transaction

from isthmus.store.fields import TenantModel

SCRIPT = "<script>alert(9)</script>"
PAYLOAD = f"\"'>{SCRIPT}<img src=x onerror=alert(9)><svg/onload=alert(9)>\u202e\u0001"
ADDRESS = "javascript:alert(9)//"
NOT_TEXT = {"digest", "sha256", "token_digest", "prefix", "key", "lane", "resource", "fingerprint"}
"""Columns the code looks records up by, never shown as somebody's words."""


def rewrite(mark: str) -> set[str]:
    """Put the payload in place of the mark in every text of the acting company; answers with `model.column` rewritten.

    A column too narrow for the payload gets as much of it as fits; a name of an address gets one that runs.
    """
    done = set()
    for model in apps.get_models():
        if issubclass(model, TenantModel):
            done |= set(_rewrite_model(model, mark))
    return done


def _rewrite_model(model: type[models.Model], mark: str) -> Iterator[str]:
    for field in model._meta.local_fields:
        if field.name in NOT_TEXT or getattr(field, "choices", None):
            continue
        for row_id, value in _values(model, field):
            worse = _worse(value, mark, field.name, getattr(field, "max_length", None))
            if worse != value and _stored(model, row_id, field.name, worse):
                yield f"{model.__name__}.{field.name}"


def _values(model: type[models.Model], field: Any) -> list[tuple[UUID, Any]]:
    if not isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not hasattr(
        field, "base_field"
    ):
        return []
    try:
        with transaction.atomic():
            return list(model.objects.values_list("id", field.name))  # type: ignore[attr-defined]
    except DatabaseError:
        return []


def _stored(model: type[models.Model], row_id: UUID, name: str, value: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(model.objects.filter(id=row_id).update(**{name: value}))  # type: ignore[attr-defined]
    except DatabaseError:
        return False


def _worse(value: Any, mark: str, name: str, longest: int | None) -> Any:
    if isinstance(value, str):
        if mark.lower() not in value.lower():
            return value
        is_address = "url" in name.lower() or value.startswith("http")
        worse = ADDRESS + SCRIPT if is_address else value.replace(mark, PAYLOAD).replace(mark.lower(), PAYLOAD)
        return worse[:longest]
    if isinstance(value, dict):
        return {key: _worse(item, mark, key, None) for key, item in value.items()}
    if isinstance(value, list):
        return [_worse(item, mark, name, longest) for item in value]
    return value

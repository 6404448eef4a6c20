"""Columns and base rows of everything that belongs to a company."""

from typing import Any, TypeVar

from django.db import models

from isthmus.base.ids import new_id
from isthmus.store import tenancy

Row = TypeVar("Row", bound=models.Model)


class TenantManager(models.Manager[Row]):
    """Rows of the acting company only. Raises NoCompany outside `store.tenancy.acting_for`."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(company_id=tenancy.current_company_id())


class TenantModel(models.Model):
    """A row that belongs to one company; its table is forced under row-level security by `TenantTables`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company_id = models.UUIDField(default=tenancy.current_company_id, editable=False)

    objects: TenantManager[Any] = TenantManager()

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A reference inside one company.

    PostgreSQL's key checks bypass policies, so the constraint is composite, `(company_id, id)`, and written by the
    migration operation `TenantTables`; Django's own single-column constraint stays off.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs

"""Migration operations that raise the second wall: forced row-level security and composite keys, table by table."""

from typing import Any

from django.db.migrations.operations.base import Operation

from isthmus.store.fields import TenantForeignKey

ACTING_COMPANY = "nullif(current_setting('isthmus.company', true), '')::uuid"


class TenantTables(Operation):
    """Force row-level security on tenant models and tie their references with `(company_id, id)` keys.

    `isthmus_app` and `isthmus_eeo` see the acting company only; `isthmus_owner` has a policy of its own on each table,
    since FORCE would blind data migrations otherwise.
    """

    reduces_to_sql = True
    reversible = False

    def __init__(self, *models: str, company_column: str = "company_id") -> None:
        self.models = models
        self.company_column = company_column

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        models = [to_state.apps.get_model(app_label, name) for name in self.models]
        for model in models:
            for statement in tenant_policies(model._meta.db_table, self.company_column):
                schema_editor.execute(statement)
        for model in models:
            for statement in tenant_keys(model):
                schema_editor.execute(statement)

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, str]]:
        return self.__class__.__name__, self.models, {"company_column": self.company_column}

    def describe(self) -> str:
        return f"Wall in {', '.join(self.models)}"


def tenant_policies(table: str, column: str = "company_id") -> list[str]:
    """SQL that forces row-level security on a table whose company stands in `column`."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_company ON {table} TO isthmus_app, isthmus_eeo"
        f" USING ({column} = {ACTING_COMPANY}) WITH CHECK ({column} = {ACTING_COMPANY})",
        f"CREATE POLICY {table}_owner ON {table} TO isthmus_owner USING (true) WITH CHECK (true)",
    ]
    if column == "company_id":
        statements.append(f"ALTER TABLE {table} ADD CONSTRAINT {table}_company_id_key UNIQUE (company_id, id)")
    return statements


def tenant_keys(model: Any) -> list[str]:
    """SQL that adds a composite, deferrable foreign key for each TenantForeignKey of the model."""
    table = model._meta.db_table
    statements = []
    for field in model._meta.local_fields:
        if isinstance(field, TenantForeignKey):
            target = field.related_model._meta.db_table
            statements.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_company_fk"
                f" FOREIGN KEY (company_id, {field.column}) REFERENCES {target} (company_id, id)"
                " DEFERRABLE INITIALLY DEFERRED"
            )
    return statements

"""How often public forms were sent from one place."""

from django.db import migrations, models

import isthmus.base.clock
import isthmus.base.ids
import isthmus.store.tenancy
from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0011_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=isthmus.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("company_id", models.UUIDField(default=isthmus.store.tenancy.current_company_id, editable=False)),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=isthmus.base.clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["company_id", "key", "at"], name="sendings_from")],
            },
        ),
        TenantTables("Sending"),
    ]

"""Keys of one-time codes and seeds of recovery codes that were stored as they are become sealed.

On a host without the keyset they stay as they are, and open all the same, until `isthmus keys reseal`: a keyset made
here would lock everybody out elsewhere.
"""

from django.db import migrations

from isthmus.accounts import second_factors
from isthmus.base import secrets


def seal(apps, schema_editor):
    if not secrets.keyset_is_there():
        return
    authenticators = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for one in authenticators.all():
        if second_factors.old_values(one.data):
            authenticators.filter(pk=one.pk).update(data=second_factors.sealed_anew(one.data))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_counting"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]

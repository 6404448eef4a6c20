"""Candidates are found by the words of `hiring.SearchDocument`; keys of names alone are no longer kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_candidate_values_are_private"),
    ]

    operations = [
        migrations.DeleteModel(
            name="SearchKey",
        ),
    ]

"""Hiring belongs to its company; equal-opportunity answers can be added by the app and read by `isthmus_eeo` alone."""

from django.db import migrations

from isthmus.store.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("hiring", "0001_initial"), ("people", "0002_walls")]

    operations = [
        TenantTables(
            "Stage",
            "Job",
            "JobTally",
            "Question",
            "Posting",
            "Application",
            "Answer",
            "StageEntry",
            "Decision",
            "ApplicationView",
            "Note",
            "File",
            "FileContent",
            "FileDownload",
            "EeoAnswer",
        ),
        migrations.RunSQL(
            "REVOKE SELECT, UPDATE, DELETE ON hiring_eeoanswer FROM isthmus_app; GRANT SELECT ON hiring_eeoanswer TO isthmus_eeo"
        ),
    ]

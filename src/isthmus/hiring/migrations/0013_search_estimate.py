"""How many documents would fit, as the planner guesses from its statistics, without looking."""

from django.db import migrations

from isthmus.store.functions import definer_function

GUESS = """
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT 1 FROM hiring_searchdocument d WHERE d.words @@ ' || quote_literal(asked::text)
        || '::tsquery' INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::double precision;
END
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0012_sendings")]

    operations = [
        definer_function(
            "hiring_found_about(asked tsquery)",
            "double precision",
            GUESS,
            language="plpgsql",
            arguments="tsquery",
        ),
    ]

"""How SECURITY DEFINER functions are closed: a fixed search path inside, and nobody but the app login may call them.

`pg_temp` is named, and named last: PostgreSQL searches it first when it is not named, so that a login's temporary table
could stand in for one of ours, and its trigger run as the owner.
"""

from django.db import migrations


def definer_function(
    signature: str, returns: str, body: str, *, language: str = "sql", arguments: str = "", settings: str = ""
) -> migrations.RunSQL:
    """A migration step that creates one owner's function and opens it to `isthmus_app` alone.

    `signature` is the name with its parameters, `arguments` the bare types that identify it for the grant, `settings`
    what else is set while it runs.
    """
    name = signature.split("(", 1)[0]
    target = f"{name}({arguments})"
    return migrations.RunSQL(
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE {language} SECURITY DEFINER"
        f" SET search_path = pg_catalog, public, pg_temp {settings} AS $function$ {body} $function$;"
        f" REVOKE ALL ON FUNCTION {target} FROM PUBLIC;"
        f" GRANT EXECUTE ON FUNCTION {target} TO isthmus_app;",
        reverse_sql=f"DROP FUNCTION {target}",
    )

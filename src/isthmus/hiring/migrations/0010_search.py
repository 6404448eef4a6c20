"""Triggers that empty a candidate's words when a source of them changes, and the owner's doors to the search index."""

from django.db import migrations

from isthmus.store.functions import definer_function

EMPTY = """
CREATE FUNCTION hiring_empty_words(company uuid, candidate uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO hiring_searchdocument AS held (id, company_id, candidate_id, words, sort_name, is_fresh)
    SELECT gen_random_uuid(), c.company_id, c.id, '', '', false
    FROM people_candidate c WHERE c.company_id = company AND c.id = candidate
    ON CONFLICT (company_id, candidate_id) DO UPDATE SET words = '', sort_name = '', is_fresh = false
$$;

CREATE FUNCTION hiring_empty_words_of_candidate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM hiring_empty_words(OLD.company_id, OLD.candidate_id);
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.candidate_id <> OLD.candidate_id) THEN
        PERFORM hiring_empty_words(NEW.company_id, NEW.candidate_id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION hiring_empty_words_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.text <> '' THEN
        PERFORM hiring_empty_words(p.company_id, p.candidate_id) FROM people_profile p WHERE p.id = OLD.profile_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.text <> '' THEN
        PERFORM hiring_empty_words(p.company_id, p.candidate_id) FROM people_profile p WHERE p.id = NEW.profile_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_profile AFTER INSERT OR UPDATE OR DELETE ON people_profile
    FOR EACH ROW EXECUTE FUNCTION hiring_empty_words_of_candidate();
CREATE TRIGGER search_note AFTER INSERT OR UPDATE OR DELETE ON hiring_note
    FOR EACH ROW EXECUTE FUNCTION hiring_empty_words_of_candidate();
CREATE TRIGGER search_file AFTER INSERT OR DELETE ON hiring_file
    FOR EACH ROW EXECUTE FUNCTION hiring_empty_words_of_file();
CREATE TRIGGER search_file_changed AFTER UPDATE ON hiring_file FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.profile_id <> NEW.profile_id)
    EXECUTE FUNCTION hiring_empty_words_of_file();

INSERT INTO hiring_searchdocument (id, company_id, candidate_id, words, sort_name, is_fresh)
SELECT gen_random_uuid(), company_id, id, '', '', false FROM people_candidate;
"""

# The condition on the company is written so that no index but the words' own is of use for it; the acting company is
# one of the words as well. A sequential scan looks cheap to the planner, which does not count unpacking the words.
FOUND = """
BEGIN
    RETURN QUERY EXECUTE
        'SELECT d.candidate_id FROM hiring_searchdocument d'
        ' WHERE d.words @@ $1 AND (d.company_id = $2) IS TRUE LIMIT $3'
    USING asked, nullif(current_setting('isthmus.company', true), '')::uuid, most;
END
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0009_finding")]

    operations = [
        migrations.RunSQL(EMPTY),
        definer_function(
            "hiring_found(asked tsquery, most int)",
            "SETOF uuid",
            FOUND,
            language="plpgsql STABLE ROWS 1000",
            arguments="tsquery, int",
            settings="SET enable_seqscan = off",
        ),
        definer_function(
            "hiring_companies_to_search()",
            "SETOF uuid",
            "SELECT DISTINCT d.company_id FROM hiring_searchdocument d WHERE NOT d.is_fresh",
        ),
    ]

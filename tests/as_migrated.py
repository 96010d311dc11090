"""Between one test and the next, where tests commit: every table is as the migrations left it.

Django would empty all of them with TRUNCATE, which makes a hundred tables and their indexes anew on the disk, and then have each
application fill its own again: half a second a test, and there are a thousand. Here one function in the database deletes what
rows there are and puts back those that the migrations made.
"""

from __future__ import annotations

from django.db import connection

# Triggers and foreign keys are for those who use the site: this deletes what the log, say, lets nobody delete. It waits for
# whoever is still writing, so that no row comes after it. Only a superuser may, as the private Postgres' user is.
_MAKE = """
CREATE SCHEMA as_migrated;

CREATE FUNCTION as_migrated.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    each text;
    has_rows boolean;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename LOOP
        EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', each);
    END LOOP;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('DELETE FROM public.%I', each);
        END IF;
        IF to_regclass(format('as_migrated.%I', each)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO public.%I SELECT * FROM as_migrated.%I', each, each);
        END IF;
    END LOOP;
END $$;

DO $$
DECLARE
    each text;
    has_rows boolean;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE as_migrated.%I AS TABLE public.%I', each, each);
        END IF;
    END LOOP;
END $$;
"""


def remember() -> None:
    """Once, in a database that was just migrated. One that is used again remembers already; what the run before left in it goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('as_migrated') IS NULL")
        if cursor.fetchone() == (True,):
            cursor.execute(_MAKE)
        else:
            restore()


def restore() -> None:
    """After a test that committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT as_migrated.restore()")

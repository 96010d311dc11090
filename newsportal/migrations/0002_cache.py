"""The table of newsportal/postgres_cache.py. Unlogged, so that no try waits for the disk; what a crash empties are the
counters of some minutes.
"""

from django.db import migrations

_FORWARD = """
    CREATE UNLOGGED TABLE IF NOT EXISTS cache (
        cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
    );
    CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires);
    ALTER TABLE cache SET UNLOGGED;
"""


class Migration(migrations.Migration):
    dependencies = [("newsportal", "0001_periodic_tasks")]

    operations = [migrations.RunSQL(_FORWARD, "DROP TABLE cache")]

"""Postgres, what else is kept in it, and its backups."""

from pathlib import Path

from newsportal.database_url import database
from newsportal.settings.environment import PRODUCTION, VAR_DIR, env, required

# Postgres only. Without DATABASE_URL a private cluster under VAR_DIR serves, which manage.py starts.
if PRODUCTION or env.str("DATABASE_URL", default=""):
    DATABASES = {"default": database(required("DATABASE_URL"))}
else:
    from newsportal import postgres

    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **postgres.connection(VAR_DIR),
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
# A database that is away should be told to readers in seconds, not in minutes.
_OPTIONS.setdefault("connect_timeout", 5)
# Statements are filled in by Postgres and prepared once a connection: to quote and plan what is asked here takes longer than to
# run it. A pooler that hands each transaction another connection can't keep what was prepared: DATABASE_POOLER=1.
_OPTIONS.setdefault("server_side_binding", True)
if env.bool("DATABASE_POOLER", default=False):
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
else:
    _OPTIONS.setdefault("prepare_threshold", 1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The first holds rate limits only; in Postgres it counts right over several processes without another service.
CACHES = {
    "default": {"BACKEND": "newsportal.postgres_cache.PostgresCache", "LOCATION": "cache"},
    # What {% cache %} keeps of templates, in each process: pieces that are the same for every reader of an edition, named by
    # it. Nothing else may stand between these tags: no name, no token, no comment.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# Slow work leaves the request: `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where `manage.py backup` lays them, and for how many days. On another disk than the database, if there is one.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups"))).resolve()
BACKUP_DAYS = env.int("BACKUP_DAYS", default=14)

"""What is logged, and how."""

from newsportal.settings.environment import env

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"in one line": {"()": "newsportal.expected_failures.InOneLine"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["in one line"]}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Without a level of its own Django's says a line for each task.
        "django": {"level": LOG_LEVEL},
        # Its one warning is that it was told to end.
        "django_tasks_db": {"level": "ERROR"},
    },
}

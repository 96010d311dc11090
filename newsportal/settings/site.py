"""What the paper is called, whose it is, which languages it speaks and by which clock."""

from django.core.exceptions import ImproperlyConfigured

from newsportal.settings.environment import BASE_DIR, env

SITE_NAME = env.str("SITE_NAME", default="The Tidewater Post")
# Stands in the footer and under each article: "©2024 <owner>".
SITE_OWNER = env.str("SITE_OWNER", default="Tidewater Post Media")
# What the paper is written in, and speaks to whoever has chosen nothing and whose browser asks for nothing that there is.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LOCALE_PATHS = [BASE_DIR / "locale"]
# Those whose catalogue is compiled: half a page in Japanese, by what Django itself brings, would be worse than none.
LANGUAGES = [
    (code, name)
    for code, name in (("en", "English"), ("ja", "日本語"))
    if code == "en" or (BASE_DIR / "locale" / code / "LC_MESSAGES/django.mo").exists()
]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"LANGUAGE_CODE is {LANGUAGE_CODE}, but there is only: {', '.join(dict(LANGUAGES))}."
    )
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Tokyo")
USE_TZ = True
USE_I18N = True

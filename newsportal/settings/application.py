"""What the portal is made of: apps, middleware in its order, templates."""

from accounts import providers
from newsportal.settings.environment import BASE_DIR

INSTALLED_APPS = [
    "newsportal",
    "comments",
    "articles",
    "accounts",
    "newsportal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *providers.APPS,
    "allauth.mfa",
    "accounts.sessions_config.SessionsConfig",
    "pgtrigger",
    "imagefield",
    "django_prose_editor",
    "django_tasks_db",
]

MIDDLEWARE = [
    # First, so that a stored page costs next to nothing. It was made behind all the others and carries their headers;
    # under plain HTTP in production none is ever made, for there the redirect to https answers.
    "newsportal.stored_pages.StoredPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.known_devices.KnownDeviceMiddleware",
    "accounts.sessions.NotingMiddleware",
    "accounts.provider_away.ProviderAwayMiddleware",
    "newsportal.wrong_method.WrongMethodMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsportal.chrome.chrome",
                "articles.desk_waits.masthead",
                "comments.masthead.masthead",
            ],
        },
    },
]

"""What keeps others out: the secret, the names that are answered, the policy of pages, cookies, https."""

from urllib.parse import urlsplit

from django.utils.csp import CSP

from newsportal.listening import own_names
from newsportal.local_secret import local_secret
from newsportal.settings.accounts import social
from newsportal.settings.environment import HOST, PRODUCTION, SITE_URL, VAR_DIR, env, required

# Signs sessions and links. A made-up one would sign everybody out at each deploy, so production must bring its own.
SECRET_KEY = (
    required("SECRET_KEY")
    if PRODUCTION
    else env.str("SECRET_KEY", default="") or local_secret(VAR_DIR, "secret-key")
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Host headers that are answered; a forged one could poison links in mails, so there is no wildcard by default. A server that
# was asked to listen everywhere also answers by the machine's own addresses, which no stranger's name can be.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or (
    [urlsplit(SITE_URL).hostname]
    if PRODUCTION
    else ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE_URL).hostname, *own_names(HOST)]
)

# Nothing but our own files; no inline script or style, so that an injected tag does nothing.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # A form that leads to another site's login is redirected there.
    "form-action": [CSP.SELF, *social.origins],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsportal.failures.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
]  # probes speak plain HTTP from inside
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION:
    # Set by our nginx, which drops what a client sends under this name.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

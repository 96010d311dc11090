"""Who is asked whether a comment is spam."""

from newsportal.settings.environment import env

# A service that tells spam from comments, asked once there is a key; see comments/akismet.py. Another address is for one that
# speaks the same, or a proxy on the way there.
AKISMET_KEY = env.str("AKISMET_KEY", default="")
AKISMET_URL = env.str("AKISMET_URL", default="https://rest.akismet.com").rstrip("/")

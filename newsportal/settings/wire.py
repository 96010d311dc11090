"""Where agencies lay their files."""

from django.core.exceptions import ImproperlyConfigured

from newsportal.settings.environment import env

# The worker looks into the folder once a minute; see newsportal/imports/watching.py.
WIRE_FOLDER = env.str("WIRE_FOLDER", default="")
# Who answers for corrections and kills: an editor's account. Nothing here acts in nobody's name.
WIRE_BY = env.str("WIRE_BY", default="")
if WIRE_FOLDER and not WIRE_BY:
    raise ImproperlyConfigured(
        "WIRE_FOLDER needs WIRE_BY: the editor's account in whose name corrections and kills are applied."
    )
WIRE_SECTION = env.str("WIRE_SECTION", default="")
WIRE_DRAFT = env.bool("WIRE_DRAFT", default=False)

"""Every setting of the portal, read from the environment in this package and nowhere else; a module for each thing that
they are about."""

from newsportal.settings.accounts import *  # noqa: F403
from newsportal.settings.application import *  # noqa: F403
from newsportal.settings.database import *  # noqa: F403
from newsportal.settings.environment import *  # noqa: F403
from newsportal.settings.files import *  # noqa: F403
from newsportal.settings.log import *  # noqa: F403
from newsportal.settings.mail import *  # noqa: F403
from newsportal.settings.safety import *  # noqa: F403
from newsportal.settings.second_factor import *  # noqa: F403
from newsportal.settings.site import *  # noqa: F403
from newsportal.settings.spam import *  # noqa: F403
from newsportal.settings.wire import *  # noqa: F403

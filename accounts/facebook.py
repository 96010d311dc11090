"""Login with Facebook by PKCE (RFC 7636), which django-allauth leaves out: it fetches the token by GET, and adds the verifier to
what it posts alone. Facebook takes both, and a form doesn't stand in the logs of proxies as an address does.

Its verifier is asked for at Facebook under "Authorization Code Flow with PKCE".
"""

from __future__ import annotations

from allauth.socialaccount.providers.facebook.provider import FacebookProvider
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView


class FacebookAdapter(FacebookOAuth2Adapter):
    access_token_method = "POST"  # noqa: S105 (of HTTP)


class Facebook(FacebookProvider):
    """In the place of allauth's."""

    # Where allauth looks for the addresses of the pages.
    package = FacebookProvider.get_package()
    oauth2_adapter_class = FacebookAdapter


login = OAuth2LoginView.adapter_view(FacebookAdapter)
callback = OAuth2CallbackView.adapter_view(FacebookAdapter)

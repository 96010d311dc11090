"""The admin app with our site in it; a module of its own, because Django loads it before the apps are ready."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "newsportal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        from allauth.socialaccount.models import SocialApp, SocialToken
        from django.contrib import admin

        # Sites that one logs in with are switched on in the environment, and their tokens are not kept.
        admin.site.unregister([SocialApp, SocialToken])

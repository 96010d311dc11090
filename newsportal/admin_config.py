"""The admin app with our site in it; a module of its own, because Django loads it before the apps are ready."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "newsportal.admin_site.PortalAdminSite"

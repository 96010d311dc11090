"""The site's addresses with those of one social provider, as they are where its keys are set."""

from allauth.socialaccount.providers.facebook import urls as facebook
from django.urls import include, path

from newsportal.urls import urlpatterns as of_the_site

urlpatterns = [path("accounts/", include(facebook.urlpatterns)), *of_the_site]

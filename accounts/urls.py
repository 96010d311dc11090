"""The addresses of accounts beside those of django-allauth."""

from django.urls import path

from accounts.views import alerts

urlpatterns = [
    path("alerts/<str:token>/", alerts.confirm, name="confirm_alerts"),
    path("alerts/<str:token>/end/", alerts.end, name="end_alerts"),
]

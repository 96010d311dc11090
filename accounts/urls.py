"""The addresses of accounts beside those of django-allauth."""

from django.urls import path

from accounts.views import alerts, sessions, taking_back

urlpatterns = [
    # In the place of django-allauth's page of this name.
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("not-me/<str:token>/", taking_back.take_back, name="take_back"),
    path("alerts/<str:token>/", alerts.confirm, name="confirm_alerts"),
    path("alerts/<str:token>/end/", alerts.end, name="end_alerts"),
]

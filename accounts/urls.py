"""The addresses of accounts beside those of django-allauth."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import facebook, openid_connect
from accounts.views import (
    alerts,
    confirming,
    email,
    erasure,
    factors,
    language,
    login_code,
    mailed_proof,
    name,
    own_data,
    passkeys,
    password,
    password_reset,
    password_strength,
    picture,
    proof_elsewhere,
    second_step,
    sessions,
    signup,
    taking_back,
)

urlpatterns = [
    # What django-allauth says there to whoever opens the address is said where it happens, in answer to what was done.
    *(
        path(route, RedirectView.as_view(pattern_name=onward, http_method_names=["get", "head"]), name=name)
        for route, name, onward in (
            ("confirm-email/", "account_email_verification_sent", "account_email"),
            ("inactive/", "account_inactive", "account_login"),
            ("password/reset/key/done/", "account_reset_password_from_key_done", "account_login"),
            ("3rdparty/login/cancelled/", "socialaccount_login_cancelled", "account_login"),
            ("3rdparty/login/error/", "socialaccount_login_error", "account_login"),
        )
    ),
    path("name/", name.change_name, name="change_name"),
    path("data/", own_data.own_data, name="own_data"),
    path("erasure/", erasure.erasure, name="erasure"),
    path("erasure/<str:token>/", erasure.keep, name="keep_account"),
    path("language/", language.language, name="language"),
    path("language/browser/", language.browser_language, name="browser_language"),
    path("password/strength/", password_strength.password_strength, name="password_strength"),
    path("reauthenticate/code/", mailed_proof.mailed_proof_page, name="mailed_proof"),
    path("reauthenticate/elsewhere/", proof_elsewhere.proof_elsewhere_page, name="proof_elsewhere"),
    path("picture/", picture.picture, name="picture"),
    # In the place of django-allauth's pages of these names.
    path("login/code/", login_code.request_code, name="account_request_login_code"),
    path("login/code/confirm/", login_code.confirm_code, name="account_confirm_login_code"),
    path("2fa/authenticate/", second_step.second_step, name="mfa_authenticate"),
    path("2fa/totp/activate/", factors.add_app, name="mfa_activate_totp"),
    path("2fa/webauthn/add/", factors.add_passkey, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", passkeys.passkey_login, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", passkeys.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("email/", email.email, name="account_email"),
    path("signup/", signup.signup, name="account_signup"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", confirming.confirm_email, name="account_confirm_email"),
    path("password/set/", password.password_set, name="account_set_password"),
    path("password/change/", password.password_change, name="account_change_password"),
    path("password/reset/", password_reset.password_reset, name="account_reset_password"),
    path("password/reset/done/", password_reset.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        password_reset.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("facebook/login/", facebook.login, name="facebook_login"),
    path("facebook/login/callback/", facebook.callback, name="facebook_callback"),
    re_path(r"^oidc/(?P<provider_id>[^/]+)/login/$", openid_connect.login, name="openid_connect_login"),
    re_path(
        r"^oidc/(?P<provider_id>[^/]+)/login/callback/$",
        openid_connect.callback,
        name="openid_connect_callback",
    ),
    path("3rdparty/signup/", signup.social_signup, name="socialaccount_signup"),
    path("sessions/", sessions.sessions, name="usersessions_list"),
    path("not-me/<str:token>/", taking_back.take_back, name="take_back"),
    path("alerts/<str:token>/", alerts.confirm, name="confirm_alerts"),
    path("alerts/<str:token>/end/", alerts.end, name="end_alerts"),
]

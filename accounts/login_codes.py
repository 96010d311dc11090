"""Login by a code from one's mail. As long as nobody has confirmed the address several accounts may give it (see
accounts/addresses.py); so the mail names each that the address opens, with a code of its own.

Where it opens none all is the same: what is looked up, written, kept in the session and left to the worker.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest, HttpResponse

from accounts import one_time
from accounts.models import User


class LoginCodes(LoginCodeVerificationProcess):
    """The codes that stand in a session, by the account that each opens: in place of allauth's one."""

    def send(self, skip_enumeration_mails: bool = False) -> None:
        """New codes, in a mail that goes to nobody where the address opens no account. Also when it is sent once more, where
        allauth would skip that one, and be quicker."""
        address = self.state["email"]
        adapter = get_adapter()
        codes = [(user, adapter.generate_login_code()) for user in User.objects.reached_at(address)]
        self.state["codes"] = {str(user.pk): code for user, code in codes}
        # The tries of those that were sent before count on.
        self.state.setdefault("once", one_time.new())
        template = "login_code" if codes else "unknown_account"
        adapter.send_mail(f"account/email/{template}", address, {"codes": codes})
        self.add_sent_message({"email": address, "recipient": address})

    def resend(self) -> None:
        self.send()
        self.record_resend()
        self.persist()


def send(request: HttpRequest, address: str) -> None:
    """Codes to whoever reads the mail of `address`; the session of `request` waits for one of them."""
    login = Login(email=address, state={"stages": {"current": LoginByCodeStage.key}})
    stage = LoginByCodeStage(LoginStageController(request, login), request, login)
    stage.state.update(LoginCodes.initial_state(user=None, email=address), initiated_by_user=True)
    codes = LoginCodes(stage)
    codes.send()
    codes.persist()


def opened(stage: LoginByCodeStage, typed: str) -> User | None:
    """The account that this code opens. None for a wrong one, and once the address opens the account no longer: whoever had
    it sent to an address of theirs must not come back by it when the owner has taken the account back. Raises
    one_time.Spent."""
    one_time.is_last_try(stage.state["once"])
    for user in User.objects.reached_at(stage.state["email"]):
        code = stage.state["codes"].get(str(user.pk))
        if code and compare_user_code(actual=typed, expected=code):
            one_time.use(stage.state["once"])
            return user
    return None


def log_in(request: HttpRequest, user: User, address: str, onward: str | None) -> HttpResponse:
    """As whoever read the mail of `address`, which is confirmed by that."""
    record_authentication(request, user, method="code", email=address)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=onward, email=address))
    return response

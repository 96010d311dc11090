"""The second step of a login."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import AuthenticateView


class SecondStepView(AuthenticateView):
    def _build_forms(self) -> Any:
        """What bears no passkey's answer lacks the code; allauth would take it for an answer that can't be read."""
        if self.request.method == "POST" and "credential" not in self.request.POST:
            sent = self.request.POST.copy()
            sent.setdefault("code", "")
            self.request.POST = sent
        return super()._build_forms()


second_step = SecondStepView.as_view()

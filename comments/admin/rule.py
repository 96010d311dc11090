"""The rules as the one ordered list that they are: each switched, tuned, tried on the last comments, with how it fares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings as site
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting
from comments.admin.changes import shown
from comments.models import RuleSetting
from comments.refusal import Refusal
from comments.rule_figures import LATEST, figures
from comments.rule_trials import Trial, try_rule
from comments.rules import ORDER

# Where more is listed that belongs to a rule.
LISTS = {
    "words": ("admin:comments_wordrule_changelist", gettext_lazy("The listed words")),
    "links": ("admin:comments_domainrule_changelist", gettext_lazy("The listed domains")),
    "discussion": ("admin:comments_discussionpolicy_changelist", gettext_lazy("The days of single sections")),
    "premoderation": ("admin:comments_premoderation_changelist", gettext_lazy("The readers read first")),
}


class RuleForm(forms.Form):
    """The switch, the answer where there is a choice, and what the rule's own form asks for."""

    def __init__(self, data: Any, *, setting: RuleSetting) -> None:
        super().__init__(data)
        self.rule, settings = setting.rule, setting.settings
        stands = {"is_on": settings.is_on, "answer": settings.answer, **settings.values}
        for name, field in self.rule.fields().items():
            field.initial = stands[name]
            self.fields[name] = field

    @property
    def typed(self) -> dict[str, Any]:
        """What RuleSetting.change takes."""
        values = {name: self.cleaned_data[name] for name in self.rule.form.base_fields}
        answer = self.cleaned_data.get("answer", "")
        return {"is_on": self.cleaned_data.get("is_on", True), "answer": answer, "values": values}

    @property
    def sight(self) -> str:
        """A word for what is typed: as RuleSetting.sight."""
        return RuleSetting(code=self.rule.code, **self.typed).sight

    def differing(self, setting: RuleSetting) -> list[str]:
        """Sentences on what is typed otherwise than it stands."""
        stands = {"is_on": setting.is_on, "answer": setting.answer, **setting.settings.values}
        return [
            _("Now “%(label)s” is: %(value)s.")
            % {"label": self.fields[name].label, "value": shown(self.fields[name], stands[name])}
            for name, typed in self.cleaned_data.items()
            if stands.get(name) != typed
        ]


@admin.register(RuleSetting)
class RuleAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All rules in their order, each with its switch; all switches are set at once."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        known = RuleSetting.objects.in_bulk()
        rows = [known[rule.code] for rule in ORDER if rule.code in known]
        may_change = self.has_change_permission(request)
        if request.method == "POST" and may_change:
            return self._switched(request, rows)
        found = figures()
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "rows": [(setting, found[setting.code]) for setting in rows],
            "may_change": may_change,
            "latest": LATEST,
        }
        return TemplateResponse(request, "admin/comments/rules.html", context)

    def _switched(self, request: HttpRequest, rows: list[RuleSetting]) -> HttpResponse:
        on = request.POST.getlist("on")
        # What stood there: who left a switch as it was doesn't take back what another has switched meanwhile.
        seen = request.POST.getlist("seen")
        pressed = [row for row in rows if not row.rule.is_fixed and (row.code in on) != (row.code in seen)]
        changed = [row for row in pressed if row.is_on != (row.code in on)]
        stopped = [row for row in changed if not row.is_on and self._stops_most(request, row)]
        changed = [row for row in changed if row not in stopped]
        for row in changed:
            row.change(by=acting(request), is_on=not row.is_on)
        words = ngettext("%(n)d rule is switched.", "%(n)d rules are switched.", len(changed))
        if changed or not stopped:
            self.message_user(request, words % {"n": len(changed)}, messages.SUCCESS)
        return HttpResponseRedirect(request.path, status=303)

    def _stops_most(self, request: HttpRequest, row: RuleSetting) -> bool:
        """Whether a rule that somebody switches on would refuse most of what is written, which its own page asks about; says so. A
        switch of a single discussion asks nothing: it closes no more than its name says, where its moderator looks."""
        trial = try_rule(row.rule, row.settings) if row.rule.can_be_tried else None
        if trial is None or not trial.refuses_most:
            return False
        words = _(
            "{rule} would have refused {refused} of the last {count} comments, so it isn't switched on. Its own page shows "
            "them, and does it where that is meant."
        )
        address = reverse("admin:comments_rulesetting_change", args=[row.code])
        parts = {
            "rule": format_html('<a href="{}">{}</a>', address, row.rule.name),
            "refused": f"{trial.refused:,}",
            "count": f"{trial.count:,}",
        }
        self.message_user(request, format_html(words, **parts), messages.WARNING)
        return True

    # ------------------------------------------------------------------ one rule

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The rule's own form. "Try" changes nothing and shows what it would have done; it is the first button, so that the
        Enter key presses it."""
        if object_id is None or not self.has_view_or_change_permission(request):
            raise PermissionDenied
        setting = get_object_or_404(RuleSetting, pk=object_id, code__in=[rule.code for rule in ORDER])
        may_change = self.has_change_permission(request, setting)
        form = RuleForm(request.POST if request.method == "POST" and may_change else None, setting=setting)
        trial, asks = None, False
        if form.is_valid():
            trial, asks = self._tried(request, form)
            if "_save" in request.POST and not asks and self._saved(request, setting, form):
                return HttpResponseRedirect(reverse("admin:comments_rulesetting_changelist"), status=303)
        context = {
            **self.admin_site.each_context(request),
            "title": setting.rule.name,
            "opts": self.opts,
            "original": setting,
            "rule": setting.rule,
            "form": form,
            # After a refusal that of now: who saves again has been told.
            "seen": setting.sight if form.errors or not form.is_bound else request.POST.get("seen", ""),
            "sure": form.sight if asks else "",
            "may_change": may_change,
            "trial": trial,
            "figures": figures()[setting.code],
            "latest": LATEST,
            "list": LISTS.get(setting.code),
            "lacks_key": setting.code == "spam" and not site.AKISMET_KEY,
        }
        return TemplateResponse(request, "admin/comments/rule.html", context)

    def _tried(self, request: HttpRequest, form: RuleForm) -> tuple[Trial | None, bool]:
        """What is typed, tried, and whether the form asks if that is meant. Not tried where it is saved and switched off, or was
        asked for already."""
        saves = "_save" in request.POST
        is_sure = not form.typed["is_on"] or request.POST.get("sure") == form.sight
        if not form.rule.can_be_tried or (saves and is_sure):
            return None, False
        trial = try_rule(form.rule, form.rule.settings(**form.typed))
        if not saves:
            return trial, False
        if not trial.refuses_most:
            return None, False
        form.add_error(None, trial.question)
        return trial, True

    def _saved(self, request: HttpRequest, setting: RuleSetting, form: RuleForm) -> bool:
        """False where another has set it meanwhile, which the form then says, with what stands now."""
        try:
            setting.change(by=acting(request), seen=request.POST.get("seen", ""), **form.typed)
        except Refusal as refusal:
            setting.refresh_from_db()
            form.add_error(None, [refusal.message, *form.differing(setting)])
            return False
        self.message_user(request, _("The rule is set; it holds from the next comment on."), messages.SUCCESS)
        return True

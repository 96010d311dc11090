"""Where a comment may lead: how many links, whose, and to which domains; see models/domain_rule.py."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from django import forms
from django.conf import settings as site
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import domain_list
from comments.answers import PASS, Answer, Kind, hold, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings

_STILL_THERE = gettext_lazy("What you wrote is still in the box.")


class Form(forms.Form):
    most = forms.IntegerField(
        label=gettext_lazy("Most links in a comment"), min_value=0, max_value=1000, initial=20
    )
    newcomers = forms.ChoiceField(
        label=gettext_lazy("Links of newcomers"),
        choices=Kind.choices,
        initial=Kind.PASS,
        help_text=gettext_lazy("Who is one the rule for newcomers says, be it on or not."),
    )
    others = forms.ChoiceField(
        label=gettext_lazy("Links to domains that aren't listed"), choices=Kind.choices, initial=Kind.PASS
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    """Links to the site itself and to domains that are listed to pass count for nothing."""
    if posting.author.is_staff:
        return PASS
    domains = posting.book.domains
    listed = {}
    if settings.is_on and domains.has_any:
        html = posting.reading.html
        named = domain_list.named(posting.shown, domains.tops) | domain_list.led_to(html, domains.tops)
        listed = dict(domains.answers({*posting.links, *named}))
    for name, kind in listed.items():
        if kind == Kind.REFUSE:
            words = _("Comments that lead to %(domain)s aren't taken here.") % {"domain": name}
            return refuse(f"{words} {_STILL_THERE}")
    if not listed and not posting.links:
        return PASS
    counted = [host for host in posting.links if not _passes(host, posting)]
    answers = _of_domains(listed), *(_of_links(posting, settings, counted) if counted else ())
    return max(answers, key=lambda answer: (answer.kind == Kind.REFUSE, answer.kind == Kind.HOLD))


def _of_domains(listed: dict[str, str]) -> Answer:
    held = [name for name, kind in listed.items() if kind == Kind.HOLD]
    return (
        hold(_("It leads to %(domain)s, and a moderator looks at that first.") % {"domain": held[0]})
        if held
        else PASS
    )


def _of_links(posting: Posting, settings: Settings, counted: list[str]) -> list[Answer]:
    answers = []
    if posting.terms.holds_links:
        answers.append(hold(_("A moderator looks at links here first.")))
    if not settings.is_on:
        return answers
    if len(counted) > settings.most:
        words = ngettext(
            "A comment has at most %(n)d link here.", "A comment has at most %(n)d links here.", settings.most
        )
        answers.append(_answer(settings.answer, words % {"n": settings.most}))
    if settings.others != Kind.PASS:
        unknown = next((host for host in counted if not posting.book.domains.answer(host)), None)
        if unknown is not None:
            words = _("%(domain)s isn't one of the sites that comments lead to here.") % {"domain": unknown}
            answers.append(_answer(settings.others, words))
    if settings.newcomers != Kind.PASS and posting.record.approved < posting.book.newcomer_until:
        answers.append(
            _answer(settings.newcomers, _("A moderator looks at the links of newcomers first."), _newcomers())
        )
    return answers


def _newcomers() -> str:
    return _("Links can be posted here once some of your comments stand.")


def _answer(kind: str, words: str, refused: str = "") -> Answer:
    return refuse(f"{refused or words} {_STILL_THERE}") if kind == Kind.REFUSE else hold(words)


def _passes(host: str, posting: Posting) -> bool:
    found = posting.book.domains.answer(host)
    return found[1] == Kind.PASS if found else host == _own_host()


@cache
def _own_host() -> str:
    return domain_list.host_name(urlsplit(site.SITE_URL).hostname or "")


RULE = Rule(
    code="links",
    name=gettext_lazy("Links"),
    about=gettext_lazy(
        "How many links a comment has, whose they are and where they lead. Each domain of the list says itself what happens."
    ),
    ask=ask,
    form=Form,
    answers=(Kind.HOLD, Kind.REFUSE),
    is_placed=True,
    is_about_content=True,
)

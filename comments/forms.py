"""How a reader says what they want of the discussions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import ReaderSettings


class ReaderSettingsForm(forms.ModelForm):
    class Meta:
        model = ReaderSettings
        fields = [
            "sort",
            "has_keys",
            "mails",
            "mails_replies",
            "mails_mentions",
            "mails_followed",
            "follows_own",
            "is_public",
        ]
        widgets = {"mails": forms.RadioSelect}
        # Django's own sentence repeats what was sent, however long.
        error_messages = {
            "sort": {"invalid_choice": _("Choose one of the orders offered.")},
            "mails": {"invalid_choice": _("Choose when mails are to come.")},
        }
        labels = {
            "sort": _("Order of comments"),
            "has_keys": _("Keys in discussions"),
            "mails": _("Mails about notifications"),
            "mails_replies": _("Mails about replies to me"),
            "mails_mentions": _("Mails about mentions of my name"),
            "mails_followed": _("Mails about discussions that I follow"),
            "follows_own": _("Follow the discussions in which I write"),
            "is_public": _("My page is public"),
        }
        help_texts = {
            "sort": _("Also remembered when you choose one above a thread."),
            "has_keys": _("j and k go to the next and the previous comment, u and d vote, r replies."),
            "mails": _("Several at once come as one mail; the less you look into them, the rarer they are."),
            "follows_own": _("You are then told of every new comment there."),
            "is_public": _(
                "Otherwise others see your name on it and since when you are with us. Your comments stay in their "
                "discussions."
            ),
        }

"""Sentences of Django's and django-allauth's that our pages show, and whose translation they lack or word otherwise than we do.
Ours goes first, for gettext looks into the site's catalogue before theirs. In English they stay as they are."""

from django.utils.translation import gettext_noop, ngettext_lazy

# What Django 6.1 has not translated yet.
gettext_noop("- Select an option -")
gettext_noop("Filter by %(field_name)s")
ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects.", "count")

# At the login, the registration and in the forms of an account.
gettext_noop("This account is currently inactive.")
gettext_noop("The email address and/or password you specified are not correct.")
gettext_noop("The username and/or password you specified are not correct.")
gettext_noop("A user is already registered with this email address.")
gettext_noop("This email address is already associated with this account.")
gettext_noop("The new value must be different from the current one.")
gettext_noop("You must type the same password each time.")
gettext_noop("Incorrect code.")
gettext_noop("Invalid or expired key.")
gettext_noop("The password reset token was invalid.")
gettext_noop("Successfully signed in as %(name)s.")
gettext_noop("Confirmation email sent to %(email)s.")
gettext_noop("You have confirmed %(email)s.")
gettext_noop("Please type your current password.")
gettext_noop("You must type the same email each time.")
gettext_noop("This password is too common.")
gettext_noop("This password is entirely numeric.")
gettext_noop("The password is too similar to the %(verbose_name)s.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    "min_length",
)
gettext_noop("Password successfully changed.")

# Beside any field.
gettext_noop("This field is required.")
gettext_noop("Null characters are not allowed.")
gettext_noop("Enter a valid value.")
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a valid URL.")
gettext_noop("Enter a valid date/time.")
gettext_noop("Enter a whole number.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop("The submitted file is empty.")
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)

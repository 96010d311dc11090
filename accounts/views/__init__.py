"""Pages of accounts that django-allauth does not have."""

"""Names in the sentences of templates."""

from django import template

from accounts.characters import set_apart

register = template.Library()
register.filter("apart", set_apart)

"""Authors."""

from django.contrib import admin

from articles.models import Author


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    # An id in a box, not a list of all readers: editors have no business with the list of users.
    raw_id_fields = ["user"]

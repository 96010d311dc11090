"""Announcements."""

from django.contrib import admin

from articles.models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(admin.ModelAdmin):
    list_display = ["text", "is_on", "starts_at", "ends_at"]
    list_editable = ["is_on"]

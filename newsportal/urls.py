"""Every address of the site. Sections come last: their slugs can't be a word that stands here."""

from django.contrib import admin
from django.urls import include, path, register_converter

from comments.views import (
    completing,
    composing,
    decisions,
    following,
    muting,
    notifications,
    reporting,
    sanctions,
    settings,
    unsubscribing,
)
from newsportal import health, media, reads
from newsportal.converters import FeedKind, Name
from newsportal.pages import (
    account,
    alerts,
    article,
    author,
    comment_count,
    feeds,
    front,
    moderation,
    preview,
    robots,
    search,
    section,
    sitemaps,
    suggestion,
    topic,
    user,
)

register_converter(Name, "name")
register_converter(FeedKind, "feed_kind")

handler400 = "newsportal.failures.bad_request"
handler403 = "newsportal.failures.forbidden"
handler404 = "newsportal.failures.not_found"
handler429 = "newsportal.failures.too_many"
handler500 = "newsportal.failures.server_error"

urlpatterns = [
    path("", front.front, name="front"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("favicon.ico", robots.favicon, name="favicon"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap_part"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("feed/", feeds.latest, name="feed"),
    path("feed/<feed_kind:kind>/", feeds.latest, name="feed"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("reads/<int:pk>/", reads.read, name="read"),
    path("search/", search.search, name="search"),
    path("media/<path:name>", media.media, name="media"),
    path("moderation/", moderation.moderation, name="moderation"),
    path("moderation/decisions.csv", moderation.moderation_csv, name="moderation_csv"),
    path("admin/", admin.site.urls),
    path("accounts/", account.account, name="account"),
    path("accounts/settings/", settings.settings, name="settings"),
    path("accounts/warnings/<int:pk>/read/", sanctions.read_warning, name="read_warning"),
    path("accounts/reports/", reporting.reports, name="reports"),
    path("accounts/suggestions/", suggestion.suggestions, name="suggestions"),
    path("accounts/decisions/", decisions.decisions, name="decisions"),
    path("accounts/decisions/<int:pk>/", decisions.decision, name="decision"),
    path("accounts/muted/", muting.muted, name="muted"),
    path("accounts/alerts/", alerts.alerts, name="alerts"),
    path("accounts/alerts/<str:token>/choices/", alerts.choose, name="choose_alerts"),
    path("accounts/alerts/newsletters/<str:token>/end/", alerts.end_newsletter, name="end_newsletter"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("comments/", include("comments.urls")),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("notifications/read/", notifications.mark_read, name="mark_read"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/daily/<str:token>/", alerts.daily_alert, name="daily_alert"),
    path("alerts/newsletters/<int:pk>/", alerts.newsletter, name="newsletter"),
    path("authors/<name:slug>/", author.author, name="author"),
    path("authors/<name:slug>/feed/", feeds.of_author, name="author_feed"),
    path("authors/<name:slug>/feed/<feed_kind:kind>/", feeds.of_author, name="author_feed"),
    path("topics/<name:slug>/", topic.topic, name="topic"),
    path("topics/<name:slug>/feed/", feeds.of_topic, name="topic_feed"),
    path("topics/<name:slug>/feed/<feed_kind:kind>/", feeds.of_topic, name="topic_feed"),
    path("users/<name:name>/", user.user, name="user"),
    path("users/<name:name>/mute/", muting.mute, name="mute"),
    path("<slug:section>/", section.section, name="section"),
    path("<slug:section>/feed/", feeds.of_section, name="section_feed"),
    path("<slug:section>/feed/<feed_kind:kind>/", feeds.of_section, name="section_feed"),
    path("<slug:section>/<name:slug>/", article.article, name="article"),
    path("<slug:section>/<name:slug>/comments/", composing.post, name="post_comment"),
    path("<slug:section>/<name:slug>/corrections/", suggestion.suggest, name="suggest_correction"),
    path("<slug:section>/<name:slug>/follow/", following.follow, name="follow"),
    path("<slug:section>/<name:slug>/comments/names/", completing.names, name="comment_names"),
    path("<slug:section>/<name:slug>/comments/count/", comment_count.comment_count, name="comment_count"),
]

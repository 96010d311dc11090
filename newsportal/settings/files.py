"""Files: our own stylesheets and scripts, pictures, and how much may be sent."""

from js_asset import static_lazy
from whitenoise.compress import Compressor

from newsportal.settings.environment import BASE_DIR, VAR_DIR

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsportal.static_files.ManifestStorage"},
}
# Only what pages link to is kept and compressed: half the files, and half the time of the first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
IMAGEFIELD_BIN_DEPTH = 2
# The worker makes the sizes; until then the original serves.
IMAGEFIELD_AUTOGENERATE = False
IMAGEFIELD_SILENTFAILURE = False
# The rich-text field's figure is ours: its picture comes from the library.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("js/desk/figure.js")],
        "extensions": {"Figure": "django_prose_editor.config.process_figure"},
    }
]
# The largest request body and form held in memory; articles with pictures come as files, which stream to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "newsportal.upload_limit.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o644

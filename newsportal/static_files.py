"""How static files are named and stored: with their content's hash, compressed, cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the imports between our ES modules rewritten to the hashed names too."""

    support_js_module_import_aggregation = True

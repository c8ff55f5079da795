"""Static files for production: hashed names, gzip beside each file."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs) -> Compressor:
        # WeasyPrint brings brotli along, and with it collectstatic takes ten times as long.
        return Compressor(use_brotli=False, **kwargs)

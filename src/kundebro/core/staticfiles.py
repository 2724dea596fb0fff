"""Static files with a hash in their name, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedFiles(CompressedManifestStaticFilesStorage):
    """Follows imports between our script modules; a package may refer to a file it does not ship."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        """The name with its hash; a file that is not there (a missing source map) keeps its plain name."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name

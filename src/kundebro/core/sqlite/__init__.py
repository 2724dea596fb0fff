"""Django's SQLite backend, with writers who wait fairly."""

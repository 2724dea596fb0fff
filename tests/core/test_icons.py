import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
IN_TEMPLATES = re.compile(r'{% icon "([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"')
IN_PYTHON = re.compile(r'\bicon="([a-z0-9-]+)"')


def test_every_icon_in_use_is_in_the_sprites_list() -> None:
    listed = set((REPOSITORY / "tools/icons.txt").read_text().split())
    used = set()
    for path in (REPOSITORY / "src").rglob("*"):
        if path.suffix in {".html", ".py"}:
            pattern = IN_TEMPLATES if path.suffix == ".html" else IN_PYTHON
            used |= {next(filter(None, found.groups())) for found in pattern.finditer(path.read_text())}

    assert used - listed == set()

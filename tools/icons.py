"""Make core/icons.svg: the few icons that Kundebro uses (tools/icons.txt) out of Tabler's 4.9 MB sprites."""

import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SPRITES = REPOSITORY / "node_modules/@tabler/icons-sprite/dist"
NAMES = REPOSITORY / "tools/icons.txt"
TARGET = REPOSITORY / "src/kundebro/core/static/core/icons.svg"
SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)"(.*?)</symbol>', re.DOTALL)
BLANK = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def symbols() -> dict[str, str]:
    """Every icon of both sprites by name; filled ones are called `…-filled`."""
    found: dict[str, str] = dict(SYMBOL.findall((SPRITES / "tabler-sprite.svg").read_text()))
    for name, rest in SYMBOL.findall((SPRITES / "tabler-sprite-filled.svg").read_text()):
        found[f"{name.removeprefix('filled-')}-filled"] = rest
    return found


def main() -> None:
    """Write the sprite; name the icons that Tabler does not have and fail."""
    names = NAMES.read_text().split()
    known = symbols()
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"tools/icons.txt: no such icon in @tabler/icons-sprite: {', '.join(unknown)}")
    lines = [f'<symbol id="{name}"{known[name]}</symbol>'.replace(BLANK, "") for name in names]
    TARGET.write_text("\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *lines, "</svg>\n"]))


if __name__ == "__main__":
    main()

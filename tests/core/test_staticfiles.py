from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from kundebro.core.staticfiles import CompressedFiles


@pytest.fixture
def storage(tmp_path: Path) -> CompressedFiles:
    return CompressedFiles(location=tmp_path, base_url="/static/")


def collected(storage: CompressedFiles, **files: str) -> None:
    paths = {}
    for name, text in files.items():
        path = name.replace("_", ".")
        FileSystemStorage.save(storage, path, ContentFile(text.encode()))
        paths[path] = (storage, path)
    for _name, _hashed, processed in storage.post_process(paths):
        if isinstance(processed, Exception):
            raise processed


def test_a_missing_source_map_does_not_stop_the_build(storage: CompressedFiles) -> None:
    collected(storage, a_css="body{}\n/*# sourceMappingURL=gone.css.map */")

    assert storage.url("a.css").startswith("/static/a.")


def test_a_module_imports_its_neighbour_by_the_neighbours_hashed_name(storage: CompressedFiles) -> None:
    collected(storage, a_js='import { b } from "./b.js";\nb();\n', b_js="export const b = () => {};\n")

    hashed = storage.url("b.js").rsplit("/", 1)[1]
    assert f'from "./{hashed}"' in storage.open(storage.stored_name("a.js")).read().decode()


def test_a_page_can_be_rendered_before_anything_was_collected(storage: CompressedFiles) -> None:
    assert storage.url("core/kundebro.css") == "/static/core/kundebro.css"

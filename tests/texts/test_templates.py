"""Templates: what they escape, what they refuse, and where they are kept compiled."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from gknb.texts.templates import packaged, template

ROOT = Path(__file__).parents[2]
MARGINS = "output/templates/page_margins.css.j2"
WORDS = {"title": "", "before": "", "between": "", "after": ""}
PRINTING = (
    "from gknb.texts.templates import template\n"
    f"print(template({MARGINS!r}).render(title='t', before='', between='', after=''))"
)


def test_whatever_is_printed_is_escaped() -> None:
    text = template(MARGINS).render(WORDS | {"title": "<b>\"'&{{ x }}\u202e\n", "after": None})
    assert "&lt;b&gt;&#34;&#39;&amp;{{ x }}\\u202e\\u000a" in text
    assert text.endswith('counter(pages) ""}}')


def test_a_name_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="title"):
        template(MARGINS).render()


def test_a_style_is_given_as_it_is() -> None:
    path = ROOT / "src" / "gknb" / "output" / "templates" / "page.css"
    assert packaged("output/templates/page.css") == path.read_text(encoding="utf-8")


def test_every_template_can_be_compiled() -> None:
    names = [path.relative_to(ROOT / "src" / "gknb").as_posix() for path in (ROOT / "src").rglob("*.j2")]
    assert len(names) > 5
    for name in names:
        assert template(name).name == name


def run(*path: Path, **environment: str) -> str:
    """What a process prints that uses a template of a package on ``path``."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    paths = os.pathsep.join(map(str, path))
    command = [sys.executable, "-c", PRINTING]
    ran = subprocess.run(
        command, env={**kept, **environment, "PYTHONPATH": paths}, capture_output=True, text=True, check=True
    )
    return ran.stdout


def test_a_zipped_package_has_its_templates(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "gknb.zip", "w") as archive:
        for path in (ROOT / "src").rglob("*"):
            if path.is_file() and path.suffix in (".py", ".j2"):
                archive.write(path, path.relative_to(ROOT / "src"))
    assert 'content:"t"' in run(tmp_path / "gknb.zip")


def test_a_template_is_kept_compiled_where_python_keeps_modules(tmp_path: Path) -> None:
    first = run(ROOT / "src", PYTHONPYCACHEPREFIX=str(tmp_path))
    (kept,) = tmp_path.rglob("*.jinja")
    assert kept.parent.joinpath(f"templates.{sys.implementation.cache_tag}.pyc").is_file()
    kept.write_bytes(b"not compiled")
    assert run(ROOT / "src", PYTHONPYCACHEPREFIX=str(tmp_path)) == first
    assert kept.read_bytes() != b"not compiled"
    assert run(ROOT / "src", PYTHONPYCACHEPREFIX=str(tmp_path), PYTHONDONTWRITEBYTECODE="1") == first

"""What is built is what is used: the exact files of the wheel, and the wheel at work without the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
from checkout import ROOT
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))))


def test_the_wheel_holds_the_package_the_published_set_and_the_suite_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"gknb/{name}" for name in files_below(ROOT / "src" / "gknb")}
    expected |= {f"gknb/schema/{name}" for name in files_below(ROOT / "schema")}
    expected |= {f"gknb/conformance/suite/{name}" for name in files_below(ROOT / "tests" / "conformance")}
    assert packed == expected


def test_the_source_distribution_can_be_tested(tmp_path: Path) -> None:
    sdist = Path(next(iter(SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))))
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        f"{folder}/{name}" for folder in ("src", "schema", "tests", "docs") for name in files_below(ROOT / folder)
    }
    assert wanted <= packed
    assert {"README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"} <= packed


def test_the_wheel_checks_a_report_by_itself(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")  # noqa: S202 - built a moment ago
    report = ROOT / "schema" / "1.0.0" / "2021" / "zero.report.json"
    run = subprocess.run(
        [sys.executable, "-I", "-c", LAUNCH, str(tmp_path / "site"), "check", str(report)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert str(tmp_path) in run.stdout


LAUNCH = f"""
import sys
sys.path[:0] = [sys.argv.pop(1), {sysconfig.get_path("purelib")!r}]
import gknb
from gknb.cli import main
code = main(sys.argv[1:])
print(gknb.__file__)
sys.exit(code)
"""

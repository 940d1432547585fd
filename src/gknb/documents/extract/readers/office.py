"""Convert documents of older office programs with an installed LibreOffice."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import ClassVar, Final

from gknb.documents.extract.readers.file_limits import MOST_BYTES
from gknb.errors import SourceError

__all__ = ["SECONDS", "Conversions", "converted"]

_PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 120
"""Maximum duration of a conversion."""
_SETTINGS: Final = "org.openoffice.Office.Common/Security/Scripting"
_SAFE: Final = {"DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true", "DisableActiveContent": "true"}
"""Settings of the private profile: macros do not run and linked resources are not fetched."""


class Conversions:
    """The conversions of this process, which a thread can stop for good."""

    running: ClassVar[set[subprocess.Popen[bytes]]] = set()
    stopped: ClassVar[bool] = False

    @classmethod
    def stop(cls) -> None:
        """Kill what is running, and what starts from now on."""
        cls.stopped = True
        for process in list(cls.running):
            _end(process)


def converted(content: bytes, suffix: str, target: str) -> bytes:
    """Convert a document with the file name ``suffix`` to ``target``, ``docx`` or ``xlsx``.

    Raises :class:`~gknb.errors.SourceError` if LibreOffice is not installed or gives no result within two minutes.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise SourceError("reader.office", target=target)
    with tempfile.TemporaryDirectory(prefix="gknb-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder, "profile")
        source = Path(folder, f"report.{suffix}")
        source.write_bytes(content)
        _write_profile(profile)
        command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
        command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", target, "--outdir", f"{folder}/out"]
        _run([*command, str(source)])
        try:
            with Path(folder, "out", f"report.{target}").open("rb") as file:
                return file.read(MOST_BYTES + 1)  # more is refused by the reader
        except OSError as error:
            raise SourceError("reader.office-failed", target=target) from error


def _write_profile(profile: Path) -> None:
    """Write a new profile with the safe settings."""
    items = "".join(
        f'<item oor:path="/{_SETTINGS}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SAFE.items()
    )
    (profile / "user").mkdir(parents=True)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}'
    (profile / "user" / "registrymodifications.xcu").write_text(f"{text}</oor:items>\n", encoding="utf-8")


def _run(command: list[str]) -> None:
    """Run a command to its end; on a timeout or an interrupt, kill it and its children."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - an installed program, with a file written here
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        Conversions.running.add(process)
        try:
            if Conversions.stopped:
                _end(process)
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
        except BaseException:
            _end(process)
            raise
        finally:
            Conversions.running.discard(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its children: ``soffice`` starts another program."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

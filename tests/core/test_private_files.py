"""What an installation writes is for its own user alone."""

import os
import subprocess
import sys

from continuity.core.checks import data_folder


def test_a_folder_that_others_may_read_is_told(settings, tmp_path):
    settings.VAR = tmp_path
    tmp_path.chmod(0o700)
    assert data_folder(None) == []
    tmp_path.chmod(0o755)
    (told,) = data_folder(None)
    assert str(tmp_path) in told.msg
    assert told.hint.endswith(f"chmod 700 {tmp_path}")


def test_files_of_every_process_are_private(tmp_path):
    """Settings are read by each: web, worker, scheduler and commands."""
    script = "import continuity.settings, pathlib; pathlib.Path('{}').touch()"
    for entry in ("continuity.wsgi", "continuity.celery"):
        made = tmp_path / entry
        env = os.environ | {"CONTINUITY_VAR": str(tmp_path / "var")}
        code = f"import {entry}\n" + script.format(made)
        subprocess.run([sys.executable, "-c", code], env=env, check=True, umask=0o022)
        assert made.stat().st_mode & 0o077 == 0
    assert (tmp_path / "var" / "static").stat().st_mode & 0o077 == 0

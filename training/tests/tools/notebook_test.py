import importlib.util
import json
from pathlib import Path

import pytest

from forage_training.tools import notebook
from forage_training.tools.notebook import lab_command, place_notebook
from tiny_run import write_request


def test_a_run_gets_a_notebook_without_outputs_of_another_run(tmp_path: Path) -> None:
    placed = json.loads(place_notebook(write_request(tmp_path)).read_text())
    code = [cell for cell in placed["cells"] if cell["cell_type"] == "code"]
    assert len(code) > 3
    assert [cell["outputs"] for cell in code] == [[]] * len(code)


def test_a_notebook_that_somebody_has_worked_on_stays(tmp_path: Path) -> None:
    run = write_request(tmp_path)
    place_notebook(run).write_text("mine")
    assert place_notebook(run).read_text() == "mine"


def test_what_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no run's folder"):
        place_notebook(tmp_path)


def test_without_jupyterlab_the_command_that_installs_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="training:setup -- --notebook"):
        lab_command(tmp_path / "a.ipynb", [])


def test_jupyterlab_of_its_own_environment_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "ENVIRONMENT", tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    words = lab_command(tmp_path / "a.ipynb", ["--no-browser"])
    assert words == [str(tmp_path / "bin/python"), "-m", "jupyterlab", str(tmp_path / "a.ipynb"), "--no-browser"]

"""Opens the notebook over a run, in JupyterLab.

    python -m forage_training.tools.notebook RUN_FOLDER

The run gets a copy of its own, ``inspect_run.ipynb`` in its folder, which is kept when it is opened again. JupyterLab
lives in an environment of its own, which ``npm run training:setup -- --notebook`` makes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from forage_training.places import SOURCES, TRAINING

NOTEBOOK = Path(__file__).with_name("inspect_run.ipynb")
ENVIRONMENT = TRAINING / ".venv-notebook"


def place_notebook(run: Path) -> Path:
    """The run's own copy, without outputs that were made over another run; what is there already stays.

    Raises:
        SystemExit: if there is no run at this place.
    """
    if not (run / "request.json").exists():
        raise SystemExit(f"{run} is no run's folder. Runs are in .forage/training.")
    target = run / NOTEBOOK.name
    if not target.exists():
        notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"execution_count": None, "outputs": []}
        target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return target


def lab_command(notebook: Path, more: list[str]) -> list[str]:
    """JupyterLab with the notebook open.

    Raises:
        SystemExit: if it is not installed.
    """
    own = ENVIRONMENT / "bin" / "python"
    if not own.exists() and importlib.util.find_spec("jupyterlab") is None:
        raise SystemExit("JupyterLab is not installed. Run npm run training:setup -- --notebook, then this again.")
    return [str(own) if own.exists() else sys.executable, "-m", "jupyterlab", str(notebook), *more]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    args, more = parser.parse_known_args()
    run: Path = args.run.resolve()
    command = lab_command(place_notebook(run), more)
    environment = {**os.environ, "FORAGE_RUN": str(run), "PYTHONPATH": str(SOURCES)}
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()

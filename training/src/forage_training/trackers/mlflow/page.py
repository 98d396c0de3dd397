"""MLflow's own page of a run that was kept in its folder.

    python -m forage_training.trackers.mlflow.page RUN_FOLDER [--port 5000]

Run it with the Python of ``training/.venv-mlflow``. It answers on this computer alone.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def page_command(run_folder: Path, port: int) -> list[str]:
    """The command that serves the page.

    Raises:
        FileNotFoundError: if MLflow was told nothing of the run.
    """
    database = run_folder.resolve() / "tracker" / "mlflow.db"
    if not database.exists():
        raise FileNotFoundError(f"{database} is not there: this run was not told to MLflow, or to a server of yours")
    words = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    return [*words, "--workers", "1", "--backend-store-uri", f"sqlite:///{database}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run_folder", type=Path)
    parser.add_argument("--port", type=int, default=5000)
    args = parser.parse_args()
    try:
        command = page_command(args.run_folder, args.port)
    except FileNotFoundError as error:
        parser.error(str(error))
    print(f"http://127.0.0.1:{args.port}", flush=True)
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()

import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = [
    "cluster",
    "compose",
    "corrections",
    "dataset",
    "evaluation",
    "events",
    "flow",
    "forage_command",
    "knowledge",
    "labels",
    "letterbox",
    "near_duplicates",
    "preflight",
    "prepare",
    "release",
    "run_models",
    "run_request",
    "sampling",
    "shared_folder",
    "store",
    "supervise",
    "taxonomy",
    "tiny_run",
    "what_is_labelled",
    "whole_file",
]


@pytest.mark.parametrize("module", HELPERS)
def test_a_helper_does_not_import_torch(module: str) -> None:
    words = f"import {module}, sys; sys.exit(any(n.partition('.')[0] in ('torch', 'ultralytics') for n in sys.modules))"
    assert subprocess.run([sys.executable, "-c", words], cwd=Path(__file__).parent, check=False).returncode == 0

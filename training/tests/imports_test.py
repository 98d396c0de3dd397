import subprocess
import sys

from forage_training.places import PACKAGE
from forage_training.trackers.registry import TRACKERS
from forage_training.trainers.registry import TRAINERS

NEEDS_TORCH = {
    "evaluation.evaluate_coco",
    "evaluation.heads",
    "export.write_onnx",
    "flow.candidate",
    "flow.prepare_run",
    "flow.train_config",
    "evaluation.plots",
    "flow.tracking",
    "tools.disagreements",
    "tools.notebook_cells",
    "trainers.checkpoints",
    "trainers.contact_sheet",
    "trainers.mean_weights",
    "trainers.short_epochs",
    "trainers.trainer",
    "trainers.weights_file",
}
"""What computes with a network; and whatever is under ``trainers``."""


def modules() -> list[str]:
    files = sorted(PACKAGE.rglob("*.py"))
    return [".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__") for file in files]


TRAINING = (
    *(f"trainers.{name}." for name in TRAINERS),
    *(f"trackers.{name}.tracker" for name in TRACKERS),
)
HELPERS = [n for n in modules() if n not in NEEDS_TORCH and (not n.startswith(TRAINING) or n.endswith("."))]


def test_the_helpers_are_the_greater_part() -> None:
    assert len(HELPERS) > len(NEEDS_TORCH)
    assert "trainers.fcos." in HELPERS


def test_no_helper_imports_torch() -> None:
    """One process: if one did, the name of the first that does is told."""
    names = [f"forage_training.{name}".rstrip(".") for name in [*HELPERS, "places"]]
    words = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    if {"torch", "ultralytics"} & {module.partition(".")[0] for module in sys.modules}:
        sys.exit(f"{name} imports torch")
"""
    done = subprocess.run([sys.executable, "-c", words, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]

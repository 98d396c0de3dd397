"""Which tests run where: those that need the trainer's packages or Evidently are left out without them, by name.

With ``--no-skips`` a test that skips itself fails: nothing is passed over in continuous integration.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from forage_training.places import PACKAGE, SOURCES

# what a test starts finds the package, and the tests' helpers, as the test does
os.environ["PYTHONPATH"] = os.pathsep.join([str(SOURCES), str(Path(__file__).parent)])

NEEDS_TRAINER = [
    "evaluation/evaluate_coco_test.py",
    "export/bring_along_test.py",
    "export/write_onnx_test.py",
    "flow/steps_test.py",
    "tools/disagreements_test.py",
    "tools/make_notebook_test.py",
    "trackers/flow_told_test.py",
    "trackers/real_trackers_test.py",
    "trainers/checkpoints_test.py",
    "trainers/extending_trainer_test.py",
    "trainers/fcos",
    "trainers/short_epochs_test.py",
    "trainers/yolo",
]
NEEDS_EVIDENTLY = ["monitoring/evidently_report_test.py"]
EVIDENTLY = PACKAGE.parents[1] / ".venv-evidently/bin/python"
NEEDS_ALIBI = ["monitoring/alibi_outliers_test.py"]
ALIBI = PACKAGE.parents[1] / ".venv-alibi/bin/python"
collect_ignore = [
    *(NEEDS_TRAINER if importlib.util.find_spec("torch") is None else []),
    *([] if EVIDENTLY.exists() else NEEDS_EVIDENTLY),
    *([] if ALIBI.exists() else NEEDS_ALIBI),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which --no-skips forbids: {call.excinfo.value if call.excinfo else ''}"
    return report

"""Which tests run where: without the trainer's packages those that need them are left out, by name, and nothing else.

With ``--no-skips`` a test that skips itself fails: nothing is passed over in continuous integration.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Generator

import pytest

NEEDS_TRAINER = [
    "average_test.py",
    "bring_along_test.py",
    "disagreements_test.py",
    "evaluate_coco_test.py",
    "export_test.py",
    "flow_test.py",
    "head_test.py",
    "make_notebook_test.py",
    "partial_labels_test.py",
    "short_epochs_test.py",
    "train_test.py",
    "trackers_test.py",
    "unfuse_test.py",
]
collect_ignore = NEEDS_TRAINER if importlib.util.find_spec("torch") is None else []


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

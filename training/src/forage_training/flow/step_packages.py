"""What each step needs of Python, for Metaflow's ``@pypi``: for images that hold Node and Forage alone.

The versions are those of ``requirements.lock``, so that a cluster computes with what the tests run with.
"""

from __future__ import annotations

import re
import tomllib

from forage_training.places import TRAINING

WITHOUT_TRAINER = frozenset({"register", "deploy", "end"})
"""Steps that never look into a network: for them the package's own dependencies are enough."""

LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")


def same_name(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Version of each package of the lock. What it has for Linux alone is in: clusters are Linux."""
    lines = (TRAINING / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {same_name(found["name"]): found["version"] for line in lines if (found := LINE.match(line))}


def packages_of(step_name: str) -> dict[str, str]:
    """Version by name of what a step needs.

    Raises:
        KeyError: when the lock lacks one of the package's dependencies.
    """
    versions = locked()
    if step_name not in WITHOUT_TRAINER:
        return versions
    project = tomllib.loads((TRAINING / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {name: versions[name] for name in map(same_name, project["dependencies"])}

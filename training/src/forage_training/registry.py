"""How parts that others may add are found: each a folder of a package, named in one list.

``ABOUT`` in a folder's ``__init__.py`` says what it is, without what it needs; the part itself is the constant of the
module that has the kind's name: ``TRAINER`` in ``trainer.py``, ``TRACKER`` in ``tracker.py``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Generic, TypeVar

About = TypeVar("About")
Part = TypeVar("Part")


@dataclass(frozen=True)
class Registry(Generic[About, Part]):
    """The parts of one kind."""

    kind: str
    package: str
    names: tuple[str, ...]

    def about(self, name: str) -> About:
        """What is said of a part; nothing that it needs is imported.

        Raises:
            ValueError: if there is none of this name.
        """
        if name not in self.names:
            raise ValueError(f"no {self.kind} is called {name}; there are {', '.join(self.names)}")
        found: About = importlib.import_module(f"{self.package}.{name}").ABOUT
        return found

    def part(self, name: str) -> Part:
        """The part itself.

        Raises:
            ValueError: if there is none of this name.
            ImportError: if what it needs is not there.
        """
        self.about(name)
        module = importlib.import_module(f"{self.package}.{name}.{self.kind}")
        found: Part = getattr(module, self.kind.upper())
        return found

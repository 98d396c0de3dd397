"""Where the package lies."""

from pathlib import Path

PACKAGE = Path(__file__).parent
SOURCES = PACKAGE.parent
"""What is on Python's path."""
TRAINING = SOURCES.parent
"""The project's ``training`` folder, with checkpoints and environments; not there in an installed package."""
FLOW_FILE = SOURCES / "training_flow.py"

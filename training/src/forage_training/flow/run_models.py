"""Where a run keeps its own models, and how Forage's command line finds them."""

from __future__ import annotations

from pathlib import Path

from forage_training.flow.run_request import RunRequest

MODELS = "models"


def models_folder(request: RunRequest) -> Path:
    """The run's own models: the candidate, and the champion to compare it with."""
    return request.run_folder / MODELS


def models_environment(request: RunRequest) -> dict[str, str]:
    """Makes Forage's command line look at the run's own models."""
    return {"FORAGE_MODELS_DIR": str(models_folder(request))}

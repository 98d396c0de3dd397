"""Weights & Biases: their service, a server that ``WANDB_BASE_URL`` names, or offline in the run's folder."""

from forage_training.trackers.about import TrackerAbout

ABOUT = TrackerAbout(
    title="Weights & Biases",
    package="wandb",
    key="WANDB_API_KEY",
    offline=("WANDB_MODE", "offline"),
    address="WANDB_BASE_URL",
    environment={"WANDB_DIR": "{folder}", "WANDB_SILENT": "true"},
)

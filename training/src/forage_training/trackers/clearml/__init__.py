"""ClearML: offline in the run's folder, or the server that ``CLEARML_API_HOST`` names."""

from forage_training.trackers.about import TrackerAbout

ABOUT = TrackerAbout(
    title="ClearML",
    package="clearml",
    offline=("CLEARML_OFFLINE_MODE", "1"),
    environment={"CLEARML_OFFLINE_MODE": "1", "CLEARML_CACHE_DIR": "{folder}"},
)

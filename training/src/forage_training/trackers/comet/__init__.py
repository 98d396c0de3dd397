"""Comet: their service, a server that ``COMET_URL_OVERRIDE`` names, or offline in the run's folder."""

from forage_training.trackers.about import TrackerAbout

ABOUT = TrackerAbout(
    title="Comet",
    package="comet_ml",
    key="COMET_API_KEY",
    offline=("COMET_MODE", "offline"),
    address="COMET_URL_OVERRIDE",
    environment={"COMET_OFFLINE_DIRECTORY": "{folder}"},
)

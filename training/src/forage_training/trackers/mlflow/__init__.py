"""MLflow: SQLite in the run's folder, or the server that ``MLFLOW_TRACKING_URI`` names."""

from forage_training.trackers.about import TrackerAbout

ABOUT = TrackerAbout(
    title="MLflow",
    package="mlflow",
    address="MLFLOW_TRACKING_URI",
    environment={"MLFLOW_TRACKING_URI": "sqlite:///{folder}/mlflow.db"},
)

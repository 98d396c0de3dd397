"""The package each tracker needs."""

TRACKER_PACKAGE = {"clearml": "clearml", "wandb": "wandb", "mlflow": "mlflow", "comet": "comet_ml"}

"""The flow as Metaflow starts it. Beside the package, so that Metaflow sends the whole package to a cluster."""

from forage_training.flow.steps import TrainingFlow

if __name__ == "__main__":
    TrainingFlow()

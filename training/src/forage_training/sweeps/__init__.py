"""Many trainings that differ in some values of one config: drawn, judged and kept by Optuna."""

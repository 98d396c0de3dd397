"""Photos and labels of a run. Nothing here imports torch."""

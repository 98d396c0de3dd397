"""ClearML."""

"""Forage's training: from labelled photos to a model that the app runs."""

"""Where a run is told to beside its own page: one folder each."""

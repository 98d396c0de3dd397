"""Reports that others make of the figures that Forage records."""

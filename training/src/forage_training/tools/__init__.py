"""To look at data and runs by hand."""

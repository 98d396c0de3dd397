"""What trains a network: one folder each."""

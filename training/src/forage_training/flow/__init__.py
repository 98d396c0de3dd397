"""The training flow: its request, its steps and how the app starts and follows it."""

"""From weights to the file that ships."""

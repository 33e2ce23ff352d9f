"""One conversation a file, read top to bottom like a script."""

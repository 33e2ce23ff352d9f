"""The talk at a terminal."""

"""From facts and results to documents."""

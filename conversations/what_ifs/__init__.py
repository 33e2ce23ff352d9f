"""What if: one thing done differently, tried on a result without changing an answer."""

"""What else could be done, and what it would save."""

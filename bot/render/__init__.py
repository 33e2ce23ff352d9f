"""Documents as each channel shows them. Every renderer draws every block."""

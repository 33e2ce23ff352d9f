"""Employers' plans: what may go in, and after-tax money on its way to Roth."""

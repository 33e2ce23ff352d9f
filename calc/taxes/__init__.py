"""What income costs: brackets, deductions, investment tax, Medicare premium steps."""

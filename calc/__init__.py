"""The numbers: tax years, forms and limits. No clock, no channel, no sentences."""

"""Our bot, as it is measured. Nothing else in ``tests.benchmarks`` imports from ``bot``."""

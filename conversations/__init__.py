"""The talk: questions, flows, the engine and results as documents. No channel, no clock."""

"""The talk on Telegram: updates become events, replies become messages."""

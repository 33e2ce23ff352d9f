"""How messages go out: in order, at the pace that Telegram allows, tried until they are there."""

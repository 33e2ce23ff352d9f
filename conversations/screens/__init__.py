"""What a person is shown, and what can be tapped there."""

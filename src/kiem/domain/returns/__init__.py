"""What units report each month, and what is made of it."""

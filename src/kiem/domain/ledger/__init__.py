"""Time and activities by role, hour accounts, and the load of people who hold two posts."""

"""The floor: date intervals, months, working calendars, holidays. Imports nothing of Kiem."""

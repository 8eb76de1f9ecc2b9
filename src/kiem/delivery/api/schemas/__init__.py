"""The shapes of what the API takes and gives. They are its contract: queries may change behind."""

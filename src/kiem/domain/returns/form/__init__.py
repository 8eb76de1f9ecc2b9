"""The workbook: what its sheets hold, how it is written, how it is read back."""

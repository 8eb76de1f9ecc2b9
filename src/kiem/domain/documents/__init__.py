"""Official documents: decisions, letters, notices, minutes, reports as PDF and DOCX."""

"""Whole studies, from files to report."""

"""Surveys: 200,000 answers added up."""

"""Surveys: question sets, who is asked, their answers, and what these add up to."""

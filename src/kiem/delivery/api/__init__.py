"""The API under `/api/`: the same queries and actions as the pages, for programs."""

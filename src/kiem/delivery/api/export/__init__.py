"""The structure on a day in the forms of others: Popolo, and the W3C Organization Ontology."""

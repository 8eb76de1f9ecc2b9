"""CPU an import of 11,000 people with appointments costs, beside a bare COPY of the same rows."""

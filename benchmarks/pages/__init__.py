"""CPU a page costs, web worker plus PostgreSQL, at 126 units and at 3,321, beside a plain peer."""

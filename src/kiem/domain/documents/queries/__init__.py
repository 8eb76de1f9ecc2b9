"""The register's records as documents, within the viewer's scope."""

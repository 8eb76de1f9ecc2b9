"""The register: units, member organisations, posts, people, appointments, on two time axes."""

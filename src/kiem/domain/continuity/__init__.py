"""What must go on when people change: seats to fill, handovers, the dates that lie ahead."""

"""People's accounts: sign-in, second factor, throttling. Not the register's people."""

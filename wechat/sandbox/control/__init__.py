"""`/sandbox/…`: for tests and demonstrations only, on loopback, without signatures."""

"""PostgreSQL and Valkey from wheels, for everybody who has configured no server of their own."""

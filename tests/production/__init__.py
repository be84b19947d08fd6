"""A server as docker-compose.yml and the file of nginx describe it, run here without Docker."""

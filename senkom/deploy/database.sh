#!/bin/sh
# Run once, by the image of PostgreSQL, in an empty volume: the application's role, which is no superuser, and its database.
set -eu
psql --set=ON_ERROR_STOP=1 --username=postgres --set=password="$SENKOM_DB_PASSWORD" <<'SQL'
CREATE ROLE senkom LOGIN PASSWORD :'password';
CREATE DATABASE senkom OWNER senkom;
\connect senkom
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
SQL

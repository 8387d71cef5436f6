-- Run by the server's superuser: the first time by the image on an empty data folder, later by hand where an older installation
-- lacks a role (docs/operations.md, Upgrade). It may be repeated: what is there stays, with the passwords of the files. Three roles:
-- the migrator owns the tables, the application reads and writes rows, the gateway seals and registers and reads one read model
-- (ADR 0006). Passwords come from files, not from this text. What each role may do with tables, `prepare` gives it.
\set migrator `cat /run/secrets/postgres-migrator.password`
\set gateway `cat /run/secrets/postgres-gateway.password`
\set application `cat /run/secrets/postgres-application.password`
-- An empty password would make a role that nobody can be: it ends here, by a division by zero.
SELECT 1 / least(length(:'migrator'), length(:'application'), length(:'gateway')) AS passwords_are_there;

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['knooppunt_migrator', 'knooppunt', 'knooppunt_gateway']) AS name
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE knooppunt_migrator LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'migrator';
ALTER ROLE knooppunt LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'application';
ALTER ROLE knooppunt_gateway LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'gateway';

SELECT 'CREATE DATABASE knooppunt OWNER knooppunt_migrator ENCODING ''UTF8'' TEMPLATE template0 LC_COLLATE ''C'' LC_CTYPE ''C'''
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'knooppunt') \gexec
REVOKE ALL ON DATABASE knooppunt FROM PUBLIC;
GRANT CONNECT ON DATABASE knooppunt TO knooppunt, knooppunt_gateway;

\connect knooppunt
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Runs once, by the server's superuser, on an empty data folder. Three roles: the migrator owns the tables, the application
-- reads and writes rows, the gateway seals and registers and reads one read model (ADR 0006). Passwords come from files, not from this text.
\set migrator `cat /run/secrets/postgres-migrator.password`
\set gateway `cat /run/secrets/postgres-gateway.password`
\set application `cat /run/secrets/postgres-application.password`
-- An empty password would make a role that nobody can be: it ends here, by a division by zero.
SELECT 1 / least(length(:'migrator'), length(:'application'), length(:'gateway')) AS passwords_are_there;

CREATE ROLE knooppunt_migrator LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'migrator';
CREATE ROLE knooppunt LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'application';
CREATE ROLE knooppunt_gateway LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'gateway';

CREATE DATABASE knooppunt OWNER knooppunt_migrator ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C';
REVOKE ALL ON DATABASE knooppunt FROM PUBLIC;
GRANT CONNECT ON DATABASE knooppunt TO knooppunt, knooppunt_gateway;

\connect knooppunt
REVOKE ALL ON SCHEMA public FROM PUBLIC;

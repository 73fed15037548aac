/**
 * The schema, one migration a version: the first makes version 1. One that was ever shipped is never
 * changed.
 *
 * Times are milliseconds since 1970. Digests are keyed hashes as base64url, compared byte by byte.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE wellkey.site (
    id smallint PRIMARY KEY CHECK (id = 1),
    -- Tells an instance that its secret is the one that the digests were made with.
    secret_check text NOT NULL,
    -- Cost of scrypt that the passwords were hashed at: N, r and p.
    cost integer NOT NULL,
    block_size integer NOT NULL,
    parallelization integer NOT NULL,
    allow_api_keys boolean NOT NULL,
    api_key_expiration_seconds bigint NOT NULL,
    allow_session_keys boolean NOT NULL
  );

  CREATE TABLE wellkey.users (
    id integer PRIMARY KEY,
    email text NOT NULL,
    -- In lower case.
    email_key text COLLATE "C" NOT NULL UNIQUE,
    display_name text NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL,
    max_phi text NOT NULL,
    salt bytea NOT NULL,
    hash bytea NOT NULL
  );

  CREATE TABLE wellkey.sessions (
    accessor text COLLATE "C" PRIMARY KEY,
    -- The order in which they started.
    number bigint GENERATED ALWAYS AS IDENTITY,
    digest text COLLATE "C" NOT NULL UNIQUE,
    user_id integer NOT NULL REFERENCES wellkey.users ON DELETE CASCADE,
    impersonated_user_id integer REFERENCES wellkey.users ON DELETE CASCADE,
    origin text COLLATE "C" NOT NULL,
    api_key_accessor text COLLATE "C",
    started_at bigint NOT NULL,
    used_at bigint NOT NULL,
    key_count integer NOT NULL,
    -- Terms, declarations and impersonation as JSON.
    state text NOT NULL
  ) WITH (fillfactor = 80);
  CREATE INDEX sessions_of_user
    ON wellkey.sessions (user_id, origin, coalesce(api_key_accessor, ''), number);
  CREATE INDEX sessions_impersonating ON wellkey.sessions (impersonated_user_id)
    WHERE impersonated_user_id IS NOT NULL;
  CREATE INDEX sessions_of_credentials ON wellkey.sessions (number) WHERE origin <> 'login';
  CREATE INDEX sessions_of_api_key ON wellkey.sessions (api_key_accessor)
    WHERE api_key_accessor IS NOT NULL;

  CREATE TABLE wellkey.session_keys (
    digest text COLLATE "C" PRIMARY KEY,
    accessor text NOT NULL,
    session text COLLATE "C" NOT NULL REFERENCES wellkey.sessions ON DELETE CASCADE,
    cookie_digest text COLLATE "C" UNIQUE,
    created_at bigint NOT NULL
  );
  CREATE INDEX session_keys_of_session ON wellkey.session_keys (session);

  CREATE TABLE wellkey.api_keys (
    row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text COLLATE "C" NOT NULL UNIQUE,
    accessor text COLLATE "C" NOT NULL,
    user_id integer NOT NULL REFERENCES wellkey.users ON DELETE CASCADE,
    description text,
    created_at bigint NOT NULL,
    expires_at bigint,
    used_at bigint
  ) WITH (fillfactor = 90);
  CREATE INDEX api_keys_of_user ON wellkey.api_keys (user_id, row_id);

  -- Deleted keys whose sessions ended with them, also one that started at the same moment.
  CREATE TABLE wellkey.ended_api_keys (
    accessor text COLLATE "C" PRIMARY KEY,
    ended_at bigint NOT NULL
  );

  CREATE TABLE wellkey.failures (
    subject text COLLATE "C" PRIMARY KEY,
    -- Microseconds since 1970, in order, each one its own.
    times bigint[] NOT NULL
  );

  CREATE TABLE wellkey.audit_head (
    id smallint PRIMARY KEY CHECK (id = 1),
    sequence bigint NOT NULL,
    hash text NOT NULL
  );
  INSERT INTO wellkey.audit_head VALUES (1, 0, repeat('0', 64));

  CREATE TABLE wellkey.audit_records (
    sequence bigint PRIMARY KEY,
    -- JSON, byte for byte as it was hashed.
    record text NOT NULL
  );
  `,
]

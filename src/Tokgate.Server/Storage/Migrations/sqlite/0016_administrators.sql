create table administrators (
    id text not null primary key,
    user_name text not null,
    user_name_key text not null,
    role integer not null,
    password_hash text,
    sealed_totp blob,
    totp_step integer not null default 0,
    user_id text,
    created_at integer not null,
    last_login_at integer,
    version integer not null default 0
) strict;
create unique index administrators_user_name_key on administrators (user_name_key);
create unique index administrators_user_id on administrators (user_id) where user_id is not null;

create table administrator_passkeys (
    credential_id blob not null primary key,
    administrator_id text not null references administrators (id) on delete cascade,
    name text not null,
    document text not null,
    created_at integer not null,
    last_used_at integer
) strict;
create index administrator_passkeys_administrator_id on administrator_passkeys (administrator_id);

create table administrator_recovery_codes (
    administrator_id text not null references administrators (id) on delete cascade,
    hash blob not null,
    primary key (administrator_id, hash)
) strict;

create table administrator_sessions (
    id text not null primary key,
    handle_hash blob not null,
    administrator_id text not null references administrators (id) on delete cascade,
    method text not null,
    address text,
    user_agent text,
    created_at integer not null,
    last_seen_at integer not null,
    idle_expires_at integer not null,
    expires_at integer not null
) strict;
create unique index administrator_sessions_handle_hash on administrator_sessions (handle_hash);
create index administrator_sessions_administrator_id on administrator_sessions (administrator_id);
create index administrator_sessions_expires_at on administrator_sessions (expires_at);

create table administrator_invitations (
    hash blob not null primary key,
    role integer not null,
    administrator_id text references administrators (id) on delete cascade,
    created_by text not null,
    created_at integer not null,
    expires_at integer not null
) strict;
create index administrator_invitations_expires_at on administrator_invitations (expires_at);
create index administrator_invitations_administrator_id on administrator_invitations (administrator_id);

create table administrator_ceremonies (
    hash blob not null primary key,
    purpose text not null,
    state text not null,
    expires_at integer not null
) strict;
create index administrator_ceremonies_expires_at on administrator_ceremonies (expires_at);

create table administrator_guesses (
    name_hash blob not null primary key,
    failures integer not null,
    locked_until integer,
    expires_at integer not null
) strict;
create index administrator_guesses_expires_at on administrator_guesses (expires_at);

alter table pending_sign_ins add column for_dashboard integer not null default 0;

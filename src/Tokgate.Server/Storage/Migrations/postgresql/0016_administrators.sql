create table administrators (
    id text collate "C" not null primary key,
    user_name text not null,
    user_name_key text collate "C" not null,
    role integer not null,
    password_hash text,
    sealed_totp bytea,
    totp_step bigint not null default 0,
    user_id text collate "C",
    created_at bigint not null,
    last_login_at bigint,
    version bigint not null default 0
);
create unique index administrators_user_name_key on administrators (user_name_key);
create unique index administrators_user_id on administrators (user_id) where user_id is not null;

create table administrator_passkeys (
    credential_id bytea not null primary key,
    administrator_id text collate "C" not null references administrators (id) on delete cascade,
    name text not null,
    document text not null,
    created_at bigint not null,
    last_used_at bigint
);
create index administrator_passkeys_administrator_id on administrator_passkeys (administrator_id);

create table administrator_recovery_codes (
    administrator_id text collate "C" not null references administrators (id) on delete cascade,
    hash bytea not null,
    primary key (administrator_id, hash)
);

create table administrator_sessions (
    id text collate "C" not null primary key,
    handle_hash bytea not null,
    administrator_id text collate "C" not null references administrators (id) on delete cascade,
    method text not null,
    address text,
    user_agent text,
    created_at bigint not null,
    last_seen_at bigint not null,
    idle_expires_at bigint not null,
    expires_at bigint not null
);
create unique index administrator_sessions_handle_hash on administrator_sessions (handle_hash);
create index administrator_sessions_administrator_id on administrator_sessions (administrator_id);
create index administrator_sessions_expires_at on administrator_sessions (expires_at);

create table administrator_invitations (
    hash bytea not null primary key,
    role integer not null,
    administrator_id text collate "C" references administrators (id) on delete cascade,
    created_by text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index administrator_invitations_expires_at on administrator_invitations (expires_at);
create index administrator_invitations_administrator_id on administrator_invitations (administrator_id);

create table administrator_ceremonies (
    hash bytea not null primary key,
    purpose text not null,
    state text not null,
    expires_at bigint not null
);
create index administrator_ceremonies_expires_at on administrator_ceremonies (expires_at);

create table administrator_guesses (
    name_hash bytea not null primary key,
    failures integer not null,
    locked_until bigint,
    expires_at bigint not null
);
create index administrator_guesses_expires_at on administrator_guesses (expires_at);

alter table pending_sign_ins add column for_dashboard integer not null default 0;

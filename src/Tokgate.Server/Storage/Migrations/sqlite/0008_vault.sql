create table vault_grants (
    id text not null primary key,
    tiktok_app text not null,
    connection text not null,
    owner text not null references users (id) on delete cascade,
    open_id text not null,
    scopes text not null,
    state text not null,
    generation integer not null,
    master_key_id text,
    data_key_version integer not null,
    data_key_at integer not null,
    data_key blob,
    access_token blob,
    refresh_token blob,
    access_expires_at integer not null,
    refresh_expires_at integer,
    refreshed_at integer not null,
    authorized_at integer not null,
    created_at integer not null,
    last_used_at integer not null,
    lease_attempt text,
    lease_until integer,
    attempt_id text,
    attempt_at integer,
    attempt_cause text,
    attempt_log_id text,
    failures integer not null,
    had_failed integer not null,
    next_attempt_at integer,
    due_at integer,
    revoke_requested_at integer,
    warned_for integer
) strict;
create unique index vault_grants_owner on vault_grants (owner, tiktok_app, open_id);
create index vault_grants_open_id on vault_grants (tiktok_app, open_id);
create index vault_grants_due_at on vault_grants (due_at);
create index vault_grants_master_key_id on vault_grants (master_key_id);
create index vault_grants_data_key_at on vault_grants (data_key_at);
create index vault_grants_ended on vault_grants (attempt_at) where state = 'Revoked';

create table vault_apps (
    client_key text not null primary key,
    version text,
    paused_at integer,
    next_trial_at integer,
    trials integer not null,
    log_id text,
    budget_window integer not null,
    budget_used integer not null
) strict;

create table vault_keys (
    key_id text not null primary key,
    box blob not null,
    retired_at integer
) strict;

create table vault_events (
    id text not null primary key,
    kind text not null,
    at integer not null,
    tiktok_app text not null,
    grant_id text,
    connection text,
    owner text,
    open_id text,
    cause text,
    log_id text,
    refresh_expires_at integer,
    removal_reason text,
    visible_at integer not null
) strict;
create index vault_events_visible_at on vault_events (visible_at);

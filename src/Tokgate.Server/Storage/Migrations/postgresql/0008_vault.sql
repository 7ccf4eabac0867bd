create table vault_grants (
    id text collate "C" not null primary key,
    tiktok_app text collate "C" not null,
    connection text not null,
    owner text collate "C" not null references users (id) on delete cascade,
    open_id text collate "C" not null,
    scopes text not null,
    state text not null,
    generation bigint not null,
    master_key_id text,
    data_key_version bigint not null,
    data_key_at bigint not null,
    data_key bytea,
    access_token bytea,
    refresh_token bytea,
    access_expires_at bigint not null,
    refresh_expires_at bigint,
    refreshed_at bigint not null,
    authorized_at bigint not null,
    created_at bigint not null,
    last_used_at bigint not null,
    lease_attempt text,
    lease_until bigint,
    attempt_id text,
    attempt_at bigint,
    attempt_cause text,
    attempt_log_id text,
    failures integer not null,
    had_failed integer not null,
    next_attempt_at bigint,
    due_at bigint,
    revoke_requested_at bigint,
    warned_for bigint
);
create unique index vault_grants_owner on vault_grants (owner, tiktok_app, open_id);
create index vault_grants_open_id on vault_grants (tiktok_app, open_id);
create index vault_grants_due_at on vault_grants (due_at);
create index vault_grants_master_key_id on vault_grants (master_key_id);
create index vault_grants_data_key_at on vault_grants (data_key_at);
create index vault_grants_ended on vault_grants (attempt_at) where state = 'Revoked';

create table vault_apps (
    client_key text collate "C" not null primary key,
    version text,
    paused_at bigint,
    next_trial_at bigint,
    trials integer not null,
    log_id text,
    budget_window bigint not null,
    budget_used integer not null
);

create table vault_keys (
    key_id text collate "C" not null primary key,
    box bytea not null,
    retired_at bigint
);

create table vault_events (
    id text collate "C" not null primary key,
    kind text not null,
    at bigint not null,
    tiktok_app text collate "C" not null,
    grant_id text collate "C",
    connection text,
    owner text collate "C",
    open_id text collate "C",
    cause text,
    log_id text,
    refresh_expires_at bigint,
    removal_reason text,
    visible_at bigint not null
);
create index vault_events_visible_at on vault_events (visible_at);

create table trials (
    id text not null primary key,
    connection_id text not null,
    connection text not null,
    tiktok_app text not null,
    client_id text,
    created_by text not null,
    state integer not null,
    is_own integer not null,
    run_hash blob not null,
    run_expires_at integer not null,
    state_hash blob,
    browser_hash blob,
    sealed_verifier blob,
    callback text,
    asked_scopes text,
    document text,
    error_id text,
    share_hash blob,
    share_expires_at integer,
    created_at integer not null,
    begun_at integer,
    ended_at integer,
    expires_at integer not null
) strict;
create unique index trials_run_hash on trials (run_hash);
create unique index trials_state_hash on trials (state_hash) where state_hash is not null;
create unique index trials_share_hash on trials (share_hash) where share_hash is not null;
create index trials_connection_id on trials (connection_id, created_at);
create index trials_expires_at on trials (expires_at);

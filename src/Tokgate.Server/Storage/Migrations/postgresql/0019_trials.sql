create table trials (
    id text collate "C" not null primary key,
    connection_id text collate "C" not null,
    connection text not null,
    tiktok_app text not null,
    client_id text,
    created_by text not null,
    state integer not null,
    is_own boolean not null,
    run_hash bytea not null,
    run_expires_at bigint not null,
    state_hash bytea,
    browser_hash bytea,
    sealed_verifier bytea,
    callback text,
    asked_scopes text,
    document text,
    error_id text,
    share_hash bytea,
    share_expires_at bigint,
    created_at bigint not null,
    begun_at bigint,
    ended_at bigint,
    expires_at bigint not null
);
create unique index trials_run_hash on trials (run_hash);
create unique index trials_state_hash on trials (state_hash) where state_hash is not null;
create unique index trials_share_hash on trials (share_hash) where share_hash is not null;
create index trials_connection_id on trials (connection_id, created_at);
create index trials_expires_at on trials (expires_at);

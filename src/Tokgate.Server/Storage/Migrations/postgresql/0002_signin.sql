create table users (
    id text collate "C" not null primary key,
    status text not null,
    claims text not null,
    created_at bigint not null,
    updated_at bigint not null
);

create table identities (
    tiktok_app text collate "C" not null,
    open_id text collate "C" not null,
    union_id text collate "C",
    user_id text collate "C" not null references users (id) on delete cascade,
    created_at bigint not null,
    last_seen_at bigint not null,
    primary key (tiktok_app, open_id)
);
create index identities_user_id on identities (user_id);
create index identities_union_id on identities (union_id) where union_id is not null;

create table sessions (
    id text collate "C" not null primary key,
    handle_hash bytea not null,
    user_id text collate "C" not null references users (id) on delete cascade,
    connection text not null,
    tiktok_app text collate "C" not null,
    asked_scopes text not null,
    granted_scopes text not null,
    created_at bigint not null,
    auth_time bigint not null,
    idle_expires_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
);
create unique index sessions_handle_hash on sessions (handle_hash);
create index sessions_user_id on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

create table pending_sign_ins (
    state_hash bytea not null primary key,
    browser_hash bytea not null,
    connection text not null,
    tiktok_app text collate "C" not null,
    callback text not null,
    asked_scopes text not null,
    sealed_verifier bytea,
    request text not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index pending_sign_ins_browser_hash on pending_sign_ins (browser_hash);
create index pending_sign_ins_expires_at on pending_sign_ins (expires_at);

create table waiting_requests (
    hash bytea not null primary key,
    client_id text collate "C" not null references clients (id) on delete cascade,
    session_id text collate "C",
    request text not null,
    expires_at bigint not null
);
create index waiting_requests_client_id on waiting_requests (client_id);
create index waiting_requests_expires_at on waiting_requests (expires_at);

create table consents (
    user_id text collate "C" not null references users (id) on delete cascade,
    client_id text collate "C" not null references clients (id) on delete cascade,
    scopes text not null,
    created_at bigint not null,
    primary key (user_id, client_id)
);
create index consents_client_id on consents (client_id);

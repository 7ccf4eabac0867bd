create table account_links (
    id text not null primary key,
    auth_hash blob,
    ticket_hash blob,
    state_hash blob,
    code_hash blob,
    browser_hash blob,
    client_id text,
    user_id text,
    session_id text,
    external_id text,
    connection text not null,
    further_scopes text not null,
    open_id text,
    redirect_uri text,
    state text,
    code_challenge text,
    tiktok_app text,
    callback text,
    asked_scopes text,
    sealed_verifier blob,
    sealed_result blob,
    created_at integer not null,
    expires_at integer not null
) strict;
create unique index account_links_auth_hash on account_links (auth_hash) where auth_hash is not null;
create unique index account_links_ticket_hash on account_links (ticket_hash) where ticket_hash is not null;
create unique index account_links_state_hash on account_links (state_hash) where state_hash is not null;
create index account_links_expires_at on account_links (expires_at);

create table application_users (
    client_id text not null,
    external_id text not null,
    user_id text not null references users (id) on delete cascade,
    created_at integer not null,
    primary key (client_id, external_id)
) strict;
create index application_users_user_id on application_users (user_id);

create table connected_accounts (
    grant_id text not null primary key references vault_grants (id) on delete cascade,
    client_id text,
    claims text not null,
    connected_at integer not null
) strict;

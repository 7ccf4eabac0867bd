create table grants (
    id text not null primary key,
    client_id text not null references clients (id) on delete cascade,
    user_id text not null references users (id) on delete cascade,
    session_id text not null,
    is_offline integer not null,
    redirect_uri text not null,
    scopes text not null,
    audience text,
    claims_request text,
    upstream_scopes text not null,
    auth_time integer not null,
    acr text,
    nonce text,
    code_hash blob not null,
    code_challenge text,
    redeemed_at integer,
    created_at integer not null,
    expires_at integer not null,
    revoked_at integer
) strict;
create unique index grants_code_hash on grants (code_hash);
create index grants_client_id on grants (client_id);
create index grants_user_id on grants (user_id);
create index grants_session_id on grants (session_id);
create index grants_expires_at on grants (expires_at);

create table refresh_tokens (
    family blob not null primary key,
    grant_id text not null references grants (id) on delete cascade,
    hash blob not null,
    previous_hash blob,
    rotated_at integer,
    sealed_successor blob,
    created_at integer not null,
    expires_at integer not null
) strict;
create unique index refresh_tokens_grant_id on refresh_tokens (grant_id);
create index refresh_tokens_rotated_at on refresh_tokens (rotated_at) where sealed_successor is not null;

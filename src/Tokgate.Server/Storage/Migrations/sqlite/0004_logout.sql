create table logout_requests (
    hash blob not null primary key,
    session_id text,
    request text not null,
    expires_at integer not null
) strict;
create index logout_requests_expires_at on logout_requests (expires_at);

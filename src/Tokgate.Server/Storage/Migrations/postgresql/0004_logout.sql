create table logout_requests (
    hash bytea not null primary key,
    session_id text collate "C",
    request text not null,
    expires_at bigint not null
);
create index logout_requests_expires_at on logout_requests (expires_at);

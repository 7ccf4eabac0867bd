alter table audit_events add column actor text;
alter table audit_events add column change text;

create table idempotency_keys (
    hash blob not null primary key,
    request_hash blob not null,
    status integer,
    sealed_body blob,
    held_until integer not null,
    expires_at integer not null
) strict;
create index idempotency_keys_expires_at on idempotency_keys (expires_at);

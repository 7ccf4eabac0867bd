alter table audit_events add column actor text;
alter table audit_events add column change text;

create table idempotency_keys (
    hash bytea not null primary key,
    request_hash bytea not null,
    status integer,
    sealed_body bytea,
    held_until bigint not null,
    expires_at bigint not null
);
create index idempotency_keys_expires_at on idempotency_keys (expires_at);

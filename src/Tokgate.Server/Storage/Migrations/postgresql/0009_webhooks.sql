alter table deliveries add column recipient text collate "C";
create index deliveries_recipient on deliveries (recipient, created_at) where recipient is not null;
create index deliveries_subject on deliveries (subject) where recipient is not null;

create table webhook_receivers (
    id text collate "C" not null primary key,
    url text not null,
    host text not null,
    events text not null,
    sealed_secrets bytea not null,
    is_from_settings boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    failing_since bigint,
    disabled_at bigint,
    disabled_cause text
);

create table webhook_events (
    id text collate "C" not null primary key,
    type text not null,
    body text not null,
    created_at bigint not null
);
create index webhook_events_created_at on webhook_events (created_at);

create table seen_webhooks (
    hash bytea not null primary key,
    expires_at bigint not null
);
create index seen_webhooks_expires_at on seen_webhooks (expires_at);

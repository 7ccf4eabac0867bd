alter table deliveries add column recipient text;
create index deliveries_recipient on deliveries (recipient, created_at) where recipient is not null;
create index deliveries_subject on deliveries (subject) where recipient is not null;

create table webhook_receivers (
    id text not null primary key,
    url text not null,
    host text not null,
    events text not null,
    sealed_secrets blob not null,
    is_from_settings integer not null,
    created_at integer not null,
    updated_at integer not null,
    failing_since integer,
    disabled_at integer,
    disabled_cause text
) strict;

create table webhook_events (
    id text not null primary key,
    type text not null,
    body text not null,
    created_at integer not null
) strict;
create index webhook_events_created_at on webhook_events (created_at);

create table seen_webhooks (
    hash blob not null primary key,
    expires_at integer not null
) strict;
create index seen_webhooks_expires_at on seen_webhooks (expires_at);

create table audit_events (
    id integer not null primary key autoincrement,
    name text not null,
    occurred_at integer not null,
    flow_id text,
    user_id text,
    session_id text,
    client_id text,
    connection text,
    tiktok_app text,
    error_id text,
    cause text,
    log_id text,
    address text,
    user_agent text,
    reference text,
    subject text,
    count integer not null
) strict;
create index audit_events_name on audit_events (name, id);
create index audit_events_client_id on audit_events (client_id, id) where client_id is not null;
create index audit_events_user_id on audit_events (user_id, id) where user_id is not null;
create index audit_events_flow_id on audit_events (flow_id) where flow_id is not null;
create index audit_events_reference on audit_events (reference) where reference is not null;

create table session_clients (
    session_id text not null references sessions (id) on delete cascade,
    client_id text not null references clients (id) on delete cascade,
    primary key (session_id, client_id)
) strict;
create index session_clients_client_id on session_clients (client_id);

create table deliveries (
    id text not null primary key,
    kind text not null,
    target text not null,
    host text not null,
    subject text not null,
    state text not null,
    attempts integer not null,
    next_at integer not null,
    lease text,
    last_status integer,
    last_cause text,
    created_at integer not null,
    ended_at integer
) strict;
create index deliveries_next_at on deliveries (next_at) where state = 'waiting';
create index deliveries_ended_at on deliveries (ended_at) where ended_at is not null;

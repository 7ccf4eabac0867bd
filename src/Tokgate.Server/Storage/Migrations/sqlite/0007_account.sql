alter table sessions add column last_seen_at integer;
alter table sessions add column user_agent text;
alter table client_secrets add column last_used_at integer;

create table consents_by_scopes (
    user_id text not null references users (id) on delete cascade,
    client_id text not null references clients (id) on delete cascade,
    scopes text not null,
    created_at integer not null,
    primary key (user_id, client_id, scopes)
) strict;
insert into consents_by_scopes (user_id, client_id, scopes, created_at) select user_id, client_id, scopes, created_at from consents;
drop table consents;
alter table consents_by_scopes rename to consents;
create index consents_client_id on consents (client_id);

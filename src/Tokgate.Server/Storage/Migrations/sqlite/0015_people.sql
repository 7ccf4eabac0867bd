alter table users add column name_key text not null default '';
alter table users add column username_key text not null default '';
alter table users add column connection text;
alter table users add column last_login_at integer not null default 0;
alter table users add column logins integer not null default 0;
alter table users add column user_metadata text;
alter table users add column app_metadata text;
alter table users add column version integer not null default 0;
update users set
    name_key = lower(substr(coalesce(json_extract(claims, '$.name'), ''), 1, 80)),
    username_key = lower(substr(coalesce(json_extract(claims, '$.preferred_username'), ''), 1, 80)),
    connection = (select connection from sessions where user_id = users.id order by auth_time desc limit 1),
    last_login_at = coalesce((select max(last_seen_at) from identities where user_id = users.id), 0);
create index users_created_at on users (created_at, id, connection);
create index users_last_login_at on users (last_login_at, id, connection);
create index users_name_key on users (name_key, id);
create index users_username_key on users (username_key, id, name_key);
create index identities_open_id on identities (open_id);

drop index audit_events_name;
create index audit_events_name on audit_events (name, id, cause);
create index audit_events_connection on audit_events (connection, id) where connection is not null;

create table daily_stats (
    day integer not null primary key,
    logins integer not null,
    signups integer not null,
    created_at integer not null,
    updated_at integer not null
) strict;

create table stats_progress (
    id integer not null primary key,
    counted_to integer not null,
    seen_to integer not null,
    seen_at integer not null
) strict;
insert into stats_progress (id, counted_to, seen_to, seen_at) values (1, 0, 0, 0);

alter table webhook_receivers add column version integer not null default 0;

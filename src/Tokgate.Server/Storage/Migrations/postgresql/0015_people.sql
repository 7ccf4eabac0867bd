alter table users add column name_key text collate "C" not null default '';
alter table users add column username_key text collate "C" not null default '';
alter table users add column connection text collate "C";
alter table users add column last_login_at bigint not null default 0;
alter table users add column logins bigint not null default 0;
alter table users add column user_metadata text;
alter table users add column app_metadata text;
alter table users add column version bigint not null default 0;
-- PostgreSQL refuses to read a name that has an escaped zero in it; who has one is found again after the next sign-in.
update users set
    name_key = case when claims like '%\\u0000%' then '' else lower(left(coalesce(claims::json ->> 'name', ''), 80)) end,
    username_key = case when claims like '%\\u0000%' then '' else lower(left(coalesce(claims::json ->> 'preferred_username', ''), 80)) end,
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
    day bigint not null primary key,
    logins bigint not null,
    signups bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create table stats_progress (
    id bigint not null primary key,
    counted_to bigint not null,
    seen_to bigint not null,
    seen_at bigint not null
);
insert into stats_progress (id, counted_to, seen_to, seen_at) values (1, 0, 0, 0);

alter table webhook_receivers add column version bigint not null default 0;

create table connections (
    id text not null primary key,
    name text not null,
    document text not null,
    sealed_secrets blob,
    version integer not null,
    declared text,
    created_at integer not null,
    updated_at integer not null
) strict;
create unique index connections_name on connections (name);

alter table clients add column declared text;

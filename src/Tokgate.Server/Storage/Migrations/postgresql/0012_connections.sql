create table connections (
    id text collate "C" not null primary key,
    name text collate "C" not null,
    document text not null,
    sealed_secrets bytea,
    version bigint not null,
    declared text,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index connections_name on connections (name);

alter table clients add column declared text;

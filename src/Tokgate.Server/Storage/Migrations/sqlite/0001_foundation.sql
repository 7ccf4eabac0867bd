create table clients (
    id text not null primary key,
    document text not null,
    version integer not null,
    created_at integer not null,
    updated_at integer not null
) strict;

create table client_secrets (
    id text not null primary key,
    client_id text not null references clients (id) on delete cascade,
    prefix text not null,
    hash blob not null,
    created_at integer not null,
    expires_at integer
) strict;
create index client_secrets_client_id on client_secrets (client_id);

create table signing_keys (
    id text not null primary key,
    algorithm text not null,
    generation integer not null,
    sealed_private_key blob not null,
    created_at integer not null,
    activates_at integer not null
) strict;
create unique index signing_keys_algorithm_generation on signing_keys (algorithm, generation);

create table used_assertions (
    hash blob not null primary key,
    expires_at integer not null
) strict;
create index used_assertions_expires_at on used_assertions (expires_at);

create table sealed_settings (
    name text not null primary key,
    sealed_value blob not null
) strict;

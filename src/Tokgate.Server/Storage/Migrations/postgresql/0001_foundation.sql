create table clients (
    id text collate "C" not null primary key,
    document text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create table client_secrets (
    id text collate "C" not null primary key,
    client_id text collate "C" not null references clients (id) on delete cascade,
    prefix text not null,
    hash bytea not null,
    created_at bigint not null,
    expires_at bigint
);
create index client_secrets_client_id on client_secrets (client_id);

create table signing_keys (
    id text collate "C" not null primary key,
    algorithm text not null,
    generation bigint not null,
    sealed_private_key bytea not null,
    created_at bigint not null,
    activates_at bigint not null
);
create unique index signing_keys_algorithm_generation on signing_keys (algorithm, generation);

create table used_assertions (
    hash bytea not null primary key,
    expires_at bigint not null
);
create index used_assertions_expires_at on used_assertions (expires_at);

create table sealed_settings (
    name text collate "C" not null primary key,
    sealed_value bytea not null
);

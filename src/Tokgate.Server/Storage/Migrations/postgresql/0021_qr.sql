create table qr_sign_ins (
    hash bytea not null primary key,
    browser_hash bytea,
    client_id text collate "C" not null references clients (id) on delete cascade,
    connection text not null,
    tiktok_app text collate "C" not null,
    asked_scopes text not null,
    request text not null,
    sealed_code bytea not null,
    sealed_result bytea,
    state integer not null,
    number integer not null,
    next_look_at bigint not null,
    code_expires_at bigint not null,
    created_at bigint not null,
    expires_at bigint not null
);
create index qr_sign_ins_browser_hash on qr_sign_ins (browser_hash) where browser_hash is not null;
create index qr_sign_ins_client_id on qr_sign_ins (client_id);
create index qr_sign_ins_expires_at on qr_sign_ins (expires_at);

create table qr_sign_ins (
    hash blob not null primary key,
    browser_hash blob,
    client_id text not null references clients (id) on delete cascade,
    connection text not null,
    tiktok_app text not null,
    asked_scopes text not null,
    request text not null,
    sealed_code blob not null,
    sealed_result blob,
    state integer not null,
    number integer not null,
    next_look_at integer not null,
    code_expires_at integer not null,
    created_at integer not null,
    expires_at integer not null
) strict;
create index qr_sign_ins_browser_hash on qr_sign_ins (browser_hash) where browser_hash is not null;
create index qr_sign_ins_client_id on qr_sign_ins (client_id);
create index qr_sign_ins_expires_at on qr_sign_ins (expires_at);

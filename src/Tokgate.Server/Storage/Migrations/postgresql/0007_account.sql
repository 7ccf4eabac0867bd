alter table sessions add column last_seen_at bigint;
alter table sessions add column user_agent text;
alter table client_secrets add column last_used_at bigint;

alter table consents drop constraint consents_pkey;
alter table consents alter column scopes type text collate "C";
alter table consents add primary key (user_id, client_id, scopes);

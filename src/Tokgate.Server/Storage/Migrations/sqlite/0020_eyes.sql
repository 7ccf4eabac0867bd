create index audit_events_error_id on audit_events (error_id, id) where error_id is not null;
drop index vault_grants_state;
create index vault_grants_state on vault_grants (state, refresh_expires_at);

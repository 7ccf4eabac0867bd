create index audit_events_error_id on audit_events (error_id, id) where error_id is not null;
create index if not exists vault_grants_refresh_expires_at on vault_grants (refresh_expires_at) where state = 'Active';

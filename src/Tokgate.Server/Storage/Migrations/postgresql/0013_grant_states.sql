create index if not exists vault_grants_state on vault_grants (state);

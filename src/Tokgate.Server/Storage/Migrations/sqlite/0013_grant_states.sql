create index vault_grants_state on vault_grants (state);

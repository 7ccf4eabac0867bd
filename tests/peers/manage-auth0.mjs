// npm auth0's ManagementClient, unmodified, against a broker over TLS. NODE_EXTRA_CA_CERTS names its authority.
// Standard input: { "domain": host and port, "clientId", "clientSecret" }; standard output: what each step gave.
import { ManagementClient } from 'auth0';
import { text } from 'node:stream/consumers';

const { domain, clientId, clientSecret } = JSON.parse(await text(process.stdin));
const auth0 = new ManagementClient({ domain, clientId, clientSecret, maxRetries: 0 });
const told = {};

const collect = async (page) => {
  const all = [];
  for await (const item of await page) {
    all.push(item);
  }
  return all;
};

const step = async (name, act) => {
  try {
    told[name] = (await act()) ?? null;
  } catch (error) {
    told[name] = { failed: { name: error.constructor.name, statusCode: error.statusCode, message: error.message, body: error.body } };
  }
  return told[name];
};

const made = await step('client created', () =>
  auth0.clients.create({ name: 'By auth0', app_type: 'regular_web', callbacks: ['https://by-auth0.example/cb'], oidc_conformant: true, jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 600 } }));
const id = made.client_id;
await step('client read', () => auth0.clients.get(id));
await step('client changed', () => auth0.clients.update(id, { description: 'Changed by auth0' }));
await step('client read again', () => auth0.clients.get(id));
await step('secret rotated', () => auth0.clients.rotateSecret(id));
await step('clients', () => collect(auth0.clients.list({ per_page: 2 })));
await step('unknown member', () => auth0.clients.update(id, { no_such_member: 1 }));
await step('client grant created', () => auth0.clientGrants.create({ client_id: id, audience: 'https://api.example/', scope: ['read'] }));
await step('client grants', () => collect(auth0.clientGrants.list({ client_id: id })));
await step('client grant deleted', () => auth0.clientGrants.delete(told['client grant created'].id));
const connection = (await step('connections', () => collect(auth0.connections.list({ name: 'tiktok' })))).at(0);
await step('connection read', () => auth0.connections.get(connection.id));
// As people do at Auth0, where what is left out of options is lost: only one member is sent.
await step('connection changed', () => auth0.connections.update(connection.id, { options: { upstream_params: { lang: { value: 'ja' } } } }));
await step('connection read again', () => auth0.connections.get(connection.id));
await step('connection clients changed', () => auth0.connections.clients.update(connection.id, [{ client_id: id, status: false }]));
await step('connection clients', () => collect(auth0.connections.clients.get(connection.id)));
const person = (await step('users', () => collect(auth0.users.list({ per_page: 10 })))).at(0);
await step('user read', () => auth0.users.get(person.user_id));
await step('user searched', () => collect(auth0.users.list({ q: `user_id:"${person.user_id}"` })));
await step('user changed', () => auth0.users.update(person.user_id, { user_metadata: { by: 'auth0' } }));
await step('user blocked', () => auth0.users.update(person.user_id, { blocked: true }));
await step('user unblocked', () => auth0.users.update(person.user_id, { blocked: false }));
await step('user read again', () => auth0.users.get(person.user_id));
await step('user sessions', () => collect(auth0.users.sessions.list(person.user_id)));
await step('user logs', () => collect(auth0.users.logs.list(person.user_id)));
await step('logs', () => collect(auth0.logs.list({ per_page: 5, sort: 'date:-1' })));
await step('log', () => auth0.logs.get(told.logs[0].log_id));
await step('daily', () => auth0.stats.getDaily());
await step('active users', () => auth0.stats.getActiveUsersCount());
await step('user deleted', () => auth0.users.delete(person.user_id));
await step('user gone', () => auth0.users.get(person.user_id));
await step('keys', () => auth0.keys.signing.list());
await step('client deleted', () => auth0.clients.delete(id));
await step('client gone', () => auth0.clients.get(id));
console.log(JSON.stringify(told));

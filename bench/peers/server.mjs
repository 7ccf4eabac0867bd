// The peer: npm oidc-provider with its in-memory adapter. Who comes is signed in as one account and consents, both in one interaction and without a page, which is the
// shortest way that it has. Prints its address and serves until its input closes.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);
const account = 'account-1';
const scope = 'openid profile';
const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const profile = { name: 'Someone', picture: 'https://cdn.example/large.jpeg', preferred_username: 'someone', updated_at: 1763700000 };

const server = createServer().listen(0, 'localhost');
await new Promise((resolve) => server.once('listening', resolve));
const issuer = `http://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'client_credentials'],
      redirect_uris: [redirectUri],
    },
  ],
  jwks: { keys: [{ ...signingKey, use: 'sig', alg: 'RS256', kid: 'bench' }] },
  cookies: { keys: ['bench-cookie-key-not-for-production'] },
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: Object.keys(profile) },
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false }, userinfo: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...profile }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});

const callback = provider.callback();

async function interact(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: account, clientId: params.client_id });
  grant.addOIDCScope(scope);
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { login: { accountId: account }, consent }, { mergeWithLastSubmission: false });
}

server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    callback(request, response);
    return;
  }

  interact(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});

console.log(`${issuer}/`);
process.stdin.on('end', () => process.exit(0)).resume();

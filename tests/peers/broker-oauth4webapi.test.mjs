// oauth4webapi 3 as a relying party of the broker, and as an API that takes its access tokens, unmodified. Its one switch: http, since the broker here is on loopback.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { answerTo, confidential, consent, person, publicClient, startBroker } from './broker.mjs';

const insecure = { [oauth.allowInsecureRequests]: true };
let broker;
let server;

before(async () => {
  broker = await startBroker();
  await consent(broker);
  server = await discover('oidc');
});
after(() => broker?.stop());

async function discover(algorithm) {
  const issuer = new URL(broker.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...insecure }));
}

async function authorize(client, { path }, parameters = {}) {
  const redirectUri = `${broker.application}${path}`;
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const address = new URL(server.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const answer = oauth.validateAuthResponse(server, client, await answerTo(broker, person(broker), address), state);
  return { answer, redirectUri, verifier, nonce };
}

async function signIn(client, authentication, registration, parameters) {
  const { answer, redirectUri, verifier, nonce } = await authorize(client, registration, parameters);
  const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, answer, redirectUri, verifier, insecure);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  return { tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
}

const cases = [
  ['client_secret_basic', confidential, oauth.ClientSecretBasic(confidential.secret)],
  ['client_secret_post', confidential, oauth.ClientSecretPost(confidential.secret)],
  ['none', publicClient, oauth.None()],
];

for (const [method, registration, authentication] of cases) {
  test(`oauth4webapi signs in, reads UserInfo, refreshes and revokes with ${method}`, async () => {
    assert.ok(server.token_endpoint_auth_methods_supported.includes(method));
    const client = { client_id: registration.id };
    const { tokens, claims } = await signIn(client, authentication, registration);

    const user = await oauth.processUserInfoResponse(server, client, claims.sub, await oauth.userInfoRequest(server, client, tokens.access_token, insecure));
    const answer = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token, insecure);
    const refreshed = await oauth.processRefreshTokenResponse(server, client, answer);
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, refreshed.refresh_token, insecure));

    assert.equal(user.preferred_username, 'creator_full');
    assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
    assert.equal(oauth.getValidatedIdTokenClaims(refreshed).sub, claims.sub);
    const again = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshed.refresh_token, insecure);
    await assert.rejects(oauth.processRefreshTokenResponse(server, client, again), { error: 'invalid_grant', status: 400 });
    const refused = await oauth.userInfoRequest(server, client, refreshed.access_token, insecure);
    await assert.rejects(oauth.processUserInfoResponse(server, client, claims.sub, refused), ({ cause, status }) => {
      assert.deepEqual([status, cause[0].scheme, cause[0].parameters.error], [401, 'bearer', 'invalid_token']);
      return true;
    });
  });
}

test('oauth4webapi finds the same server by RFC 8414 as by OpenID Connect Discovery', async () => {
  assert.deepEqual(await discover('oauth2'), server);
});

test('oauth4webapi introspects a live token and a string that is none', async () => {
  const client = { client_id: confidential.id };
  const authentication = oauth.ClientSecretBasic(confidential.secret);
  const { tokens, claims } = await signIn(client, authentication, confidential);

  const introspect = async (token) => oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, authentication, token, insecure));

  const { active, sub, iss } = await introspect(tokens.access_token);
  assert.deepEqual([active, sub, iss], [true, claims.sub, broker.issuer]);
  assert.deepEqual(await introspect('none'), { active: false });
});

test('oauth4webapi as an API takes an access token as RFC 9068 has it, and takes no ID token for one', async () => {
  const { tokens, claims } = await signIn({ client_id: confidential.id }, oauth.ClientSecretBasic(confidential.secret), confidential);

  const validate = (token, audience) =>
    oauth.validateJwtAccessToken(server, new Request('https://api.example/', { headers: { authorization: `Bearer ${token}` } }), audience, insecure);

  const accepted = await validate(tokens.access_token, broker.issuer);
  assert.deepEqual([accepted.sub, accepted.client_id, accepted.scope], [claims.sub, confidential.id, tokens.scope]);
  await assert.rejects(validate(tokens.access_token, 'https://other.example'), /"aud"/);
  await assert.rejects(validate(tokens.id_token, confidential.id), /"typ"/);
});

test('oauth4webapi hears of login_required, and of a code that another client brings', async () => {
  const client = { client_id: confidential.id };
  const { answer, redirectUri, verifier } = await authorize(client, confidential);
  const thief = { client_id: publicClient.id };

  await assert.rejects(authorize(client, confidential, { prompt: 'none' }), { error: 'login_required' });
  const response = await oauth.authorizationCodeGrantRequest(server, thief, oauth.None(), answer, redirectUri, verifier, insecure);
  await assert.rejects(oauth.processAuthorizationCodeResponse(server, thief, response), { error: 'invalid_grant' });
});

// openid-client 6 as a relying party of the broker, unmodified. Its one switch: http, since the broker here is on loopback.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as openid from 'openid-client';
import { answerTo, confidential, consent, person, publicClient, startBroker } from './broker.mjs';

let broker;
let confidentialClient;
let spa;

before(async () => {
  broker = await startBroker();
  confidentialClient = await discover(confidential.id, openid.ClientSecretBasic(confidential.secret));
  spa = await discover(publicClient.id, openid.None());
});
after(() => broker?.stop());

// The non-repudiation checks make it verify signatures by the key set even where it could trust the connection.
const discover = (id, authentication) =>
  openid.discovery(new URL(broker.issuer), id, undefined, authentication, { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] });

const redirectUri = ({ path }) => `${broker.application}${path}`;

async function ask(config, { client = confidential, scope = 'openid profile', ...more } = {}) {
  const checks = { pkceCodeVerifier: openid.randomPKCECodeVerifier(), expectedState: openid.randomState(), expectedNonce: openid.randomNonce(), idTokenExpected: true };
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(client),
    scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { address, checks };
}

async function signIn(config, request, browser = person(broker)) {
  const { address, checks } = await ask(config, request);
  const callback = await answerTo(broker, browser, address);
  return openid.authorizationCodeGrant(config, callback, { ...checks, ...(request?.max_age && { maxAge: Number(request.max_age) }) });
}

test('openid-client signs a person in: state, nonce, iss, PKCE and the ID token are right, and UserInfo is of the same subject', async () => {
  await consent(broker);

  const tokens = await signIn(confidentialClient);
  const { sub, nonce, aud } = tokens.claims();
  const user = await openid.fetchUserInfo(confidentialClient, tokens.access_token, sub);

  assert.equal(aud, confidential.id);
  assert.ok(nonce);
  assert.equal(tokens.token_type, 'bearer');
  assert.equal(tokens.scope, 'openid profile');
  assert.equal(tokens.refresh_token, undefined);
  assert.equal(user.sub, sub);
  assert.equal(user.preferred_username, 'creator_full');
  assert.match(user.picture, /^http/);
  assert.equal(user.email, undefined);
});

test('openid-client signs in with its secret in the body', async () => {
  await consent(broker);

  const tokens = await signIn(await discover(confidential.id, openid.ClientSecretPost(confidential.secret)));

  assert.ok(tokens.claims().sub);
});

test('openid-client gets the same subject for the same person, and another one for another', async () => {
  await consent(broker);
  const first = await signIn(confidentialClient);
  const again = await signIn(spa, { client: publicClient });
  await consent(broker, { mode: 'auto', user: 'basic_only', grant: null });
  const other = await signIn(confidentialClient);

  assert.equal(again.claims().sub, first.claims().sub);
  assert.notEqual(other.claims().sub, first.claims().sub);
});

test('openid-client signs in as a public client, refreshes, and may not introspect', async () => {
  await consent(broker);

  const first = await signIn(spa, { client: publicClient, scope: 'openid profile offline_access' });
  const second = await openid.refreshTokenGrant(spa, first.refresh_token);

  assert.notEqual(second.refresh_token, first.refresh_token);
  await openid.fetchUserInfo(spa, second.access_token, first.claims().sub);
  await assert.rejects(openid.tokenIntrospection(spa, second.access_token), { error: 'invalid_client' });
});

test('openid-client refreshes: the ID token is of the same subject, and a token from before the last ends the family', async () => {
  await consent(broker);
  const first = await signIn(confidentialClient, { scope: 'openid profile offline_access' });

  const second = await openid.refreshTokenGrant(confidentialClient, first.refresh_token);
  const third = await openid.refreshTokenGrant(confidentialClient, second.refresh_token, { scope: 'openid' });

  assert.equal(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size, 3);
  assert.equal(second.claims().sub, first.claims().sub);
  assert.equal(second.claims().auth_time, first.claims().auth_time);
  assert.equal(third.scope, 'openid');
  await assert.rejects(openid.refreshTokenGrant(confidentialClient, first.refresh_token), { error: 'invalid_grant' });
  await assert.rejects(openid.refreshTokenGrant(confidentialClient, third.refresh_token), { error: 'invalid_grant' });
  await assert.rejects(openid.fetchUserInfo(confidentialClient, third.access_token, first.claims().sub), ({ cause }) => cause[0].parameters.error === 'invalid_token');
});

test('openid-client that refreshes twice at once gets the same successor twice', async () => {
  await consent(broker);
  const { refresh_token: token } = await signIn(confidentialClient, { scope: 'openid offline_access' });

  const [one, other] = await Promise.all([openid.refreshTokenGrant(confidentialClient, token), openid.refreshTokenGrant(confidentialClient, token)]);

  assert.notEqual(one.refresh_token, token);
  assert.equal(other.refresh_token, one.refresh_token);
});

for (const kind of ['access_token', 'refresh_token']) {
  test(`openid-client introspects its ${kind}, and after revoking it finds nothing active`, async () => {
    await consent(broker);
    const tokens = await signIn(confidentialClient, { scope: 'openid offline_access' });

    const live = await openid.tokenIntrospection(confidentialClient, tokens[kind], { token_type_hint: kind });
    await openid.tokenRevocation(confidentialClient, tokens[kind], { token_type_hint: kind });

    assert.equal(live.active, true);
    assert.equal(live.client_id, confidential.id);
    assert.equal(live.sub, tokens.claims().sub);
    assert.equal(live.scope, 'openid offline_access');
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      assert.deepEqual(await openid.tokenIntrospection(confidentialClient, token), { active: false });
    }
    await assert.rejects(openid.refreshTokenGrant(confidentialClient, tokens.refresh_token), { error: 'invalid_grant' });
    await openid.tokenRevocation(confidentialClient, tokens[kind]);
  });
}

test('openid-client asks with prompt=none: login_required without a session, a code with one, and TikTok is never asked', async () => {
  await consent(broker);
  const stranger = person(broker);
  const known = person(broker);
  const first = await signIn(confidentialClient, {}, known);
  known.visited.length = 0;

  await assert.rejects(signIn(confidentialClient, { prompt: 'none' }, stranger), { error: 'login_required' });
  const silent = await signIn(confidentialClient, { prompt: 'none', id_token_hint: first.id_token }, known);

  assert.equal(silent.claims().sub, first.claims().sub);
  assert.equal(silent.claims().auth_time, first.claims().auth_time);
  assert.deepEqual([...stranger.visited, ...known.visited].filter((url) => url.startsWith(broker.emulator)), []);
});

test('openid-client asks with max_age and checks auth_time', async () => {
  await consent(broker);
  const { auth_time: authTime } = (await signIn(confidentialClient, { max_age: '300' })).claims();

  assert.ok(Math.abs(authTime - Date.now() / 1000) < 60);
});

test('openid-client takes an answer by form_post', async () => {
  await consent(broker);
  const { address, checks } = await ask(confidentialClient, { response_mode: 'form_post' });

  const { text, url } = await person(broker).walk(address.href);
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  assert.equal(url.origin, broker.issuer);
  assert.match(text, new RegExp(`action="${redirectUri(confidential)}"`));
  const posted = new Request(redirectUri(confidential), { method: 'POST', body: new URLSearchParams(fields) });

  assert.ok((await openid.authorizationCodeGrant(confidentialClient, posted, checks)).claims().sub);
});

test('openid-client refuses an answer whose iss is missing or of another issuer, and one with a foreign state', async () => {
  await consent(broker);
  const { address, checks } = await ask(confidentialClient);
  const callback = await answerTo(broker, person(broker), address);
  assert.equal(callback.searchParams.get('iss'), broker.issuer);

  const changed = (name, value) => {
    const url = new URL(callback);
    url.searchParams.delete(name);
    if (value) {
      url.searchParams.set(name, value);
    }
    return openid.authorizationCodeGrant(confidentialClient, url, checks);
  };

  await assert.rejects(changed('iss'), ({ cause }) => /"iss"/.test(cause.message));
  await assert.rejects(changed('iss', 'https://evil.example'), ({ cause }) => /"iss"/.test(cause.message));
  await assert.rejects(changed('state', 'foreign'), ({ cause }) => /"state"/.test(cause.message));
  assert.ok((await openid.authorizationCodeGrant(confidentialClient, callback, checks)).claims().sub);
});

test('openid-client hears of refusals at its redirect URI, from the right issuer', async () => {
  await consent(broker);

  await assert.rejects(signIn(confidentialClient, { scope: 'email' }), { error: 'invalid_scope' });
  await assert.rejects(signIn(confidentialClient, { code_challenge: '', code_challenge_method: '' }), { error: 'invalid_request' });
  await assert.rejects(signIn(confidentialClient, { code_challenge_method: 'plain' }), { error: 'invalid_request' });
  await assert.rejects(signIn(confidentialClient, { response_type: 'token' }), { error: 'unsupported_response_type' });
  await assert.rejects(signIn(confidentialClient, { prompt: 'none login' }), { error: 'invalid_request' });
  await assert.rejects(signIn(confidentialClient, { request: 'e30.e30.' }), { error: 'request_not_supported' });
  await consent(broker, { mode: 'deny' });
  await assert.rejects(signIn(confidentialClient), { error: 'access_denied' });
});

for (const [what, change] of [
  ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example/callback' }],
  ['a redirect URI of another application', { client: publicClient }],
  ['an application that is not known', { client_id: 'nobody' }],
]) {
  test(`openid-client with ${what} ends on a page, not at the redirect URI`, async () => {
    await consent(broker);
    const { address } = await ask(confidentialClient, change);

    const response = await person(broker).open(address.href);

    assert.equal(response.status, 400);
    assert.equal(response.headers.get('location'), null);
    assert.match(await response.text(), /data-testid="error-title"/);
  });
}

test('openid-client redeems a code once; the second time ends the tokens of the first', async () => {
  await consent(broker);
  const { address, checks } = await ask(confidentialClient);
  const callback = await answerTo(broker, person(broker), address);
  const tokens = await openid.authorizationCodeGrant(confidentialClient, callback, checks);

  await assert.rejects(openid.authorizationCodeGrant(confidentialClient, callback, checks), { error: 'invalid_grant' });

  assert.deepEqual(await openid.tokenIntrospection(confidentialClient, tokens.access_token), { active: false });
});

test('openid-client with another verifier gets no tokens', async () => {
  await consent(broker);
  const { address, checks } = await ask(confidentialClient);
  const callback = await answerTo(broker, person(broker), address);

  await assert.rejects(openid.authorizationCodeGrant(confidentialClient, callback, { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }), { error: 'invalid_grant' });
});

test('openid-client hears of a wrong secret, by header with a challenge and by body with an error', async () => {
  const byHeader = await discover(confidential.id, openid.ClientSecretBasic('wrong'));
  const byBody = await discover(confidential.id, openid.ClientSecretPost('wrong'));

  await assert.rejects(openid.tokenIntrospection(byHeader, 'a token'), ({ cause, status }) => status === 401 && cause[0].scheme === 'basic');
  await assert.rejects(openid.tokenIntrospection(byBody, 'a token'), { error: 'invalid_client', status: 400 });
});

// Generic OAuth clients as they come, told nothing of TikTok but four addresses: those of the token proxy.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { OAuth2Client } from '@badgateway/oauth2-client';
import ClientOAuth2 from 'client-oauth2';
import express from 'express';
import session from 'express-session';
import grant from 'grant';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { AuthorizationCode } from 'simple-oauth2';
import { Browser } from './browser.mjs';
import { app, everyScope, prepare, received, startEmulator } from './emulator.mjs';
import { startProxy } from './proxy.mjs';
import { startSample } from './sample.mjs';

const web = 'https://app.example/callback';
const desktop = 'http://127.0.0.1:3000/callback';
const scopes = ['user.info.basic', 'user.info.profile'];
let tiktok;
let proxy;

before(async () => {
  tiktok = await startEmulator();
  proxy = await startProxy([{ ClientKey: app.clientKey, ClientSecret: app.clientSecret, Address: tiktok.base, AllowWithoutSecret: true }]);
});
after(async () => {
  await proxy?.stop();
  await tiktok?.stop();
});

const server = () => ({
  issuer: proxy.base,
  authorization_endpoint: `${proxy.base}/proxy/authorize`,
  token_endpoint: `${proxy.base}/proxy/token`,
  revocation_endpoint: `${proxy.base}/proxy/revoke`,
  userinfo_endpoint: `${proxy.base}/proxy/userinfo`,
});

async function callback(address) {
  const sites = Object.fromEntries([web, desktop].map((uri) => [new URL(uri).origin, () => new Response('callback')]));
  const end = await new Browser(sites).walk(String(address));
  assert.ok(![tiktok.base, proxy.base].includes(end.url.origin), end.text);
  return end.url;
}

/** An application on a free port, which the browser reaches under its public https name. */
async function serve(program, login) {
  const { origin } = new URL(web);
  const listening = program.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const at = `http://127.0.0.1:${listening.address().port}`;
  const end = await new Browser({ [origin]: (url, request) => fetch(url.replace(origin, at), request) }).walk(`${origin}${login}`);
  listening.closeAllConnections();
  await new Promise((resolve) => listening.close(resolve));
  return JSON.parse(end.text);
}

for (const [name, authentication] of [['Basic', openid.ClientSecretBasic], ['the body', openid.ClientSecretPost]]) {
  test(`openid-client signs in, refreshes, reads the profile and revokes, with its secret in ${name}`, async () => {
    await prepare(tiktok, { redirectUris: [web] });
    const config = new openid.Configuration(server(), app.clientKey, undefined, authentication(app.clientSecret));
    openid.allowInsecureRequests(config);
    const [state, verifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: web, scope: scopes.join(' '), state, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    });

    const first = await openid.authorizationCodeGrant(config, await callback(address), { expectedState: state, pkceCodeVerifier: verifier });
    const second = await openid.refreshTokenGrant(config, first.refresh_token);
    const person = await openid.fetchUserInfo(config, second.access_token, openid.skipSubjectCheck);
    await openid.tokenRevocation(config, second.access_token);

    assert.equal(first.scope, scopes.join(' '));
    assert.equal(first.token_type, 'bearer');
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(person.sub, first.open_id);
    assert.ok(person.name && person.picture && person.preferred_username);
    await assert.rejects(openid.fetchUserInfo(config, second.access_token, openid.skipSubjectCheck), { status: 401 });
  });
}

test('openid-client signs in on a loopback redirect URI with the challenge that it always makes', async () => {
  await prepare(tiktok, { platform: 'desktop', redirectUris: ['http://127.0.0.1:*/callback'] });
  const config = new openid.Configuration(server(), app.clientKey, undefined, openid.None());
  openid.allowInsecureRequests(config);
  const [state, verifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: desktop, scope: scopes.join(' '), state, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });

  const tokens = await openid.authorizationCodeGrant(config, await callback(address), { expectedState: state, pkceCodeVerifier: verifier });

  assert.match(tokens.access_token, /^act\./);
});

test('openid-client names what TikTok refuses', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const config = (secret) => {
    const made = new openid.Configuration(server(), app.clientKey, undefined, openid.ClientSecretPost(secret));
    openid.allowInsecureRequests(made);
    return made;
  };

  await assert.rejects(openid.refreshTokenGrant(config(app.clientSecret), 'rft.of-nobody'), (refused) => {
    assert.equal(refused.error, 'invalid_grant');
    assert.equal(refused.status, 400);
    assert.match(refused.error_description, /log_id/);
    return true;
  });
  await assert.rejects(openid.refreshTokenGrant(config('wrong'), 'rft.of-nobody'), { error: 'invalid_client' });
});

test('the sample samples/TokenProxy signs in as it stands, on a port of its own', async () => {
  await prepare(tiktok, { platform: 'desktop', redirectUris: ['http://127.0.0.1:*/callback'] });
  const program = await startSample('TokenProxy/program.mjs', { PROXY: proxy.base, TIKTOK_CLIENT_ID: app.clientKey, TIKTOK_CLIENT_SECRET: app.clientSecret });

  const { text } = await new Browser().walk(`${program.base}/login`);
  const again = await new Browser().walk(program.base);
  await program.stop();

  assert.match(text, /^Signed in as Camille Full, for \d+ seconds\.$/);
  assert.equal(again.text, 'Not signed in: open /login.');
});

test('oauth4webapi signs in', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = { client_id: app.clientKey };
  const verifier = oauth.generateRandomCodeVerifier();
  const query = new URLSearchParams({
    client_id: app.clientKey, response_type: 'code', redirect_uri: web, scope: `openid ${scopes.join(' ')}`, state: 's',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const parameters = oauth.validateAuthResponse(server(), client, await callback(`${server().authorization_endpoint}?${query}`), 's');

  const response = await oauth.authorizationCodeGrantRequest(server(), client, oauth.ClientSecretBasic(app.clientSecret), parameters, web, verifier, { [oauth.allowInsecureRequests]: true });
  const tokens = await oauth.processAuthorizationCodeResponse(server(), client, response);

  assert.match(tokens.access_token, /^act\./);
  assert.equal(tokens.scope, scopes.join(' '));
});

test('simple-oauth2 signs in, refreshes, revokes and rejects where TikTok refuses', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = (secret) => new AuthorizationCode({
    client: { id: app.clientKey, secret },
    auth: { tokenHost: proxy.base, tokenPath: '/proxy/token', authorizePath: '/proxy/authorize', revokePath: '/proxy/revoke' },
  });
  const address = client(app.clientSecret).authorizeURL({ redirect_uri: web, scope: scopes, state: 's' });

  const first = await client(app.clientSecret).getToken({ code: (await callback(address)).searchParams.get('code'), redirect_uri: web });
  const second = await first.refresh();
  await second.revoke('access_token');

  assert.match(first.token.access_token, /^act\./);
  assert.equal(first.expired(), false);
  assert.notEqual(second.token.refresh_token, first.token.refresh_token);
  await assert.rejects(second.refresh(), (refused) => refused.output.statusCode === 400 && refused.data.payload.error === 'invalid_grant');
  await assert.rejects(client('wrong').getToken({ code: 'c', redirect_uri: web }), (refused) => refused.output.statusCode === 401);
});

test('passport-oauth2 signs in with its own options alone', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const strategies = new passport.Passport().use(
    'tiktok',
    new OAuth2Strategy(
      {
        clientID: app.clientKey, clientSecret: app.clientSecret, callbackURL: web, scope: scopes, state: true, pkce: true,
        authorizationURL: server().authorization_endpoint, tokenURL: server().token_endpoint,
      },
      (accessToken, refreshToken, answer, profile, done) => done(null, { accessToken, refreshToken, scope: answer.scope }),
    ),
  );

  const user = await serve(
    express()
      .use(session({ secret: 'a-secret-of-this-test-only', saveUninitialized: true, resave: false }))
      .get('/login', strategies.authenticate('tiktok', { session: false }))
      .get('/callback', strategies.authenticate('tiktok', { session: false }), (request, response) => response.json(request.user)),
    '/login',
  );

  assert.match(user.accessToken, /^act\./);
  assert.match(user.refreshToken, /^rft\./);
  assert.equal(user.scope, scopes.join(' '));
});

test('grant signs in as with any provider that it does not know, and reads the profile', async () => {
  const redirectUri = 'https://app.example/connect/anything/callback';
  await prepare(tiktok, { redirectUris: [redirectUri] });

  const answer = await serve(
    express()
      .use(session({ secret: 'a-secret-of-this-test-only', saveUninitialized: true, resave: false }))
      .use(grant.express({
        defaults: { origin: 'https://app.example', transport: 'session', state: true },
        anything: {
          key: app.clientKey, secret: app.clientSecret, oauth: 2, scope: scopes, scope_delimiter: ' ', pkce: true, callback: '/done', response: ['tokens', 'profile'],
          authorize_url: server().authorization_endpoint, access_url: server().token_endpoint, profile_url: server().userinfo_endpoint,
        },
      }))
      .get('/done', (request, response) => response.json(request.session.grant.response)),
    '/connect/anything',
  );

  assert.match(answer.access_token, /^act\./);
  assert.ok(answer.profile.sub);
});

test('@badgateway/oauth2-client signs in and refreshes', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new OAuth2Client({
    clientId: app.clientKey, clientSecret: app.clientSecret, authorizationEndpoint: server().authorization_endpoint, tokenEndpoint: server().token_endpoint,
  });
  const address = await client.authorizationCode.getAuthorizeUri({ redirectUri: web, state: 's', scope: scopes });

  const tokens = await client.authorizationCode.getTokenFromCodeRedirect(await callback(address), { redirectUri: web, state: 's' });

  assert.match(tokens.accessToken, /^act\./);
  assert.match((await client.refreshToken(tokens)).accessToken, /^act\./);
});

test('client-oauth2 signs in and refreshes', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new ClientOAuth2({
    clientId: app.clientKey, clientSecret: app.clientSecret, authorizationUri: server().authorization_endpoint, accessTokenUri: server().token_endpoint, redirectUri: web, scopes, state: 's',
  });

  const token = await client.code.getToken((await callback(client.code.getUri())).href);

  assert.match(token.accessToken, /^act\./);
  assert.match((await token.refresh()).accessToken, /^act\./);
});

for (const library of ['authlib', 'oauthlib']) {
  test(`Python's ${library} signs in, refreshes and is told of a refusal`, async () => {
    await prepare(tiktok, { redirectUris: [web] });
    const program = spawn('/usr/bin/python3', [fileURLToPath(new URL(`proxy_${library}.py`, import.meta.url)), proxy.base, app.clientKey, app.clientSecret, web], {
      stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OAUTHLIB_INSECURE_TRANSPORT: '1', AUTHLIB_INSECURE_TRANSPORT: '1' },
    });
    const lines = program.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false });
    const ended = new Promise((resolve) => program.once('exit', resolve));
    const { value: address } = await lines.next();
    program.stdin.end(`${(await callback(address.trim())).href}\n`);
    let said = '';
    for await (const text of lines) {
      said += text;
    }

    assert.equal(await ended, 0);
    const told = JSON.parse(said);
    assert.match(told.first, /^act\./);
    assert.match(told.second, /^act\./);
    assert.notEqual(told.first, told.second);
    assert.ok(told.sub);
    assert.equal(told.refused, 'invalid_grant');
  });
}

test('TikTok gets its own words, whatever the client said', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const query = new URLSearchParams({ client_id: app.clientKey, response_type: 'code', redirect_uri: web, scope: everyScope.join(' '), state: 's', nonce: 'n', access_type: 'offline' });
  await callback(`${proxy.base}/proxy/authorize?${query}`);

  const [asked] = await received(tiktok, '/v2/auth/authorize/');

  assert.equal(asked.query.client_key, app.clientKey);
  assert.equal(asked.query.scope, everyScope.join(','));
  assert.deepEqual(Object.keys(asked.query).sort(), ['client_key', 'redirect_uri', 'response_type', 'scope', 'state']);
});

test('nothing of a sign-in is in what the proxy has said', () => {
  const said = proxy.said();

  assert.ok(!said.includes(app.clientSecret));
  assert.doesNotMatch(said, /act\.|rft\.|code=/);
});

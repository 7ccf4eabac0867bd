// Generic OAuth clients, told of client_key and comma scopes by the means they offer.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { OAuth2Client } from '@badgateway/oauth2-client';
import ClientOAuth2 from 'client-oauth2';
import express from 'express';
import session from 'express-session';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { AuthorizationCode } from 'simple-oauth2';
import { Browser } from './browser.mjs';
import { app, deviations, prepare, received, startEmulator } from './emulator.mjs';

const web = 'https://app.example/callback';
const desktop = 'http://127.0.0.1:3000/callback';
const scopes = ['user.info.basic', 'user.info.profile'];
let tiktok;

before(async () => {
  tiktok = await startEmulator();
});
after(() => tiktok?.stop());

async function callback(address) {
  const sites = Object.fromEntries([web, desktop].map((uri) => [new URL(uri).origin, () => new Response('callback')]));
  const end = await new Browser(sites).walk(String(address));
  assert.notEqual(end.url.origin, tiktok.base, end.text);
  return end.url;
}

const server = () => ({
  issuer: tiktok.base,
  authorization_endpoint: `${tiktok.base}/v2/auth/authorize/`,
  token_endpoint: `${tiktok.base}/v2/oauth/token/`,
  revocation_endpoint: `${tiktok.base}/v2/oauth/revoke/`,
});

/** The client authentication of TikTok, in the form that both of panva's libraries take. */
const withClientKey = (clientSecret) => (_server, client, body) => {
  body.set('client_key', client.client_id);
  body.set('client_secret', clientSecret);
};

function configuration(clientSecret = app.clientSecret) {
  const config = new openid.Configuration(server(), app.clientKey, undefined, withClientKey(clientSecret));
  openid.allowInsecureRequests(config);
  return config;
}

async function openidSignIn(config, redirectUri, { challenge } = {}) {
  const state = openid.randomState();
  const verifier = randomBytes(32).toString('base64url');
  const address = openid.buildAuthorizationUrl(config, {
    client_key: app.clientKey,
    redirect_uri: redirectUri,
    scope: scopes.join(','),
    state,
    ...(challenge && { code_challenge: challenge(verifier), code_challenge_method: 'S256' }),
  });
  return openid.authorizationCodeGrant(config, await callback(address), { expectedState: state, pkceCodeVerifier: challenge && verifier });
}

const hex = (verifier) => createHash('sha256').update(verifier).digest('hex');

test('openid-client signs in, refreshes and revokes, with client_key added by its client authentication', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const config = configuration();

  const first = await openidSignIn(config, web);
  const second = await openid.refreshTokenGrant(config, first.refresh_token);
  await openid.tokenRevocation(config, second.access_token);

  assert.match(first.access_token, /^act\./);
  assert.match(first.open_id, /^-000/);
  assert.equal(first.expires_in, 7_200);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal((await received(tiktok, '/v2/oauth/token/'))[0].headers['content-type'], 'application/x-www-form-urlencoded;charset=UTF-8');
  assert.deepEqual(await deviations(tiktok), []);
  assert.deepEqual(await deviations(tiktok, 'note'), ['cache-control-missing', 'client-id-beside-client-key']);
});

test('a generic client that is told nothing of TikTok shows each thing that it has to be told', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const config = new openid.Configuration(server(), app.clientKey, undefined, openid.ClientSecretBasic(app.clientSecret));
  openid.allowInsecureRequests(config);
  const address = openid.buildAuthorizationUrl(config, { redirect_uri: web, scope: ['openid', ...scopes].join(' '), state: openid.randomState() });

  await new Browser().walk(String(address));
  await assert.rejects(openid.authorizationCodeGrant(config, new URL(`${web}?code=a-code`), {}));

  assert.deepEqual(await deviations(tiktok, 'error'), [
    'basic-instead-of-form', 'client-id-instead-of-client-key', 'client-key-missing', 'code-unknown', 'scope-unknown', 'secret-missing', 'space-joined-scopes',
  ]);
});

test('openid-client signs in on a loopback redirect URI when its challenge is made in hex', async () => {
  await prepare(tiktok, { platform: 'desktop', redirectUris: ['http://127.0.0.1:*/callback'] });

  const tokens = await openidSignIn(configuration(), desktop, { challenge: hex });

  assert.match(tokens.access_token, /^act\./);
});

test('openid-client does not see a refusal in a 200 and misses the access token instead', async () => {
  await prepare(tiktok, { redirectUris: [web] });

  await assert.rejects(openidSignIn(configuration('wrong'), web), ({ cause }) => {
    assert.match(cause.message, /"access_token" property must be a string/);
    assert.equal(cause.cause.body.error, 'invalid_client');
    return true;
  });
});

test('openid-client names the refusal when the emulator answers with statuses of the RFC', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  await tiktok.control('PUT', '/_emulator/profile', { oauth_error_status: 'rfc' });

  await assert.rejects(openidSignIn(configuration('wrong'), web), { error: 'invalid_client', error_description: 'Client key or secret is incorrect.' });
});

test('openid-client hears of a person who cancels', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  await tiktok.control('PUT', '/_emulator/consent', { mode: 'deny' });

  await assert.rejects(openidSignIn(configuration(), web), { error: 'access_denied' });
});

test('oauth4webapi signs in, with client_key added by its client authentication', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = { client_id: app.clientKey };
  const query = new URLSearchParams({ client_key: app.clientKey, response_type: 'code', redirect_uri: web, scope: scopes.join(','), state: 'a state' });
  const address = `${server().authorization_endpoint}?${query}`;

  const parameters = oauth.validateAuthResponse(server(), client, await callback(address), 'a state');
  const response = await oauth.authorizationCodeGrantRequest(
    server(), client, withClientKey(app.clientSecret), parameters, web, oauth.nopkce, { [oauth.allowInsecureRequests]: true },
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server(), client, response);

  assert.match(tokens.access_token, /^act\./);
  assert.equal(tokens.scope, scopes.join(','));
});

test('simple-oauth2 signs in, refreshes and says invalid_client for a wrong secret', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = (secret) =>
    new AuthorizationCode({
      client: { id: app.clientKey, secret, idParamName: 'client_key', secretParamName: 'client_secret' },
      auth: { tokenHost: tiktok.base, tokenPath: '/v2/oauth/token/', authorizePath: '/v2/auth/authorize/' },
      options: { authorizationMethod: 'body', scopeSeparator: ',' },
    });
  const address = client(app.clientSecret).authorizeURL({ redirect_uri: web, scope: scopes, state: 's' });

  const first = await client(app.clientSecret).getToken({ code: (await callback(address)).searchParams.get('code'), redirect_uri: web });
  const second = await first.refresh({ client_key: app.clientKey, client_secret: app.clientSecret });
  const refused = await client('wrong').getToken({ code: (await callback(address)).searchParams.get('code'), redirect_uri: web });

  assert.match(first.token.access_token, /^act\./);
  assert.notEqual(second.token.refresh_token, first.token.refresh_token);
  assert.equal(refused.token.error, 'invalid_client');
});

test('@badgateway/oauth2-client signs in, with client_key added by the fetch it lets a user give', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new OAuth2Client({
    clientId: app.clientKey,
    clientSecret: app.clientSecret,
    authorizationEndpoint: server().authorization_endpoint,
    tokenEndpoint: server().token_endpoint,
    authenticationMethod: 'client_secret_post',
    fetch: (url, init) => {
      const body = new URLSearchParams(init.body);
      body.set('client_key', body.get('client_id'));
      return fetch(url, { ...init, body: body.toString() });
    },
  });
  const address = await client.authorizationCode.getAuthorizeUri({ redirectUri: web, state: 's', scope: [scopes.join(',')], extraParams: { client_key: app.clientKey } });

  const tokens = await client.authorizationCode.getTokenFromCodeRedirect(await callback(address), { redirectUri: web, state: 's' });

  assert.match(tokens.accessToken, /^act\./);
  assert.match((await client.refreshToken(tokens)).accessToken, /^act\./);
});

test('client-oauth2 signs in, with client_key and secret added to query and body beside the Basic header that TikTok passes over', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new ClientOAuth2({
    clientId: app.clientKey,
    clientSecret: app.clientSecret,
    authorizationUri: server().authorization_endpoint,
    accessTokenUri: server().token_endpoint,
    redirectUri: web,
    scopes: [scopes.join(',')],
    state: 's',
    query: {},
    body: { client_key: app.clientKey, client_secret: app.clientSecret },
  });
  const address = client.code.getUri({ query: { client_key: app.clientKey } });

  const token = await client.code.getToken((await callback(address)).href);

  assert.match(token.accessToken, /^act\./);
  assert.match((await received(tiktok, '/v2/oauth/token/'))[0].headers.authorization, /^Basic /);
  assert.ok((await deviations(tiktok, 'note')).includes('basic-beside-form'));
});

test('a strategy on passport-oauth2 signs in, with client_key in the two hooks for parameters', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  class Strategy extends OAuth2Strategy {
    authorizationParams = () => ({ client_key: app.clientKey });
    tokenParams = () => ({ client_key: app.clientKey });
  }
  const strategies = new passport.Passport().use(
    'tiktok',
    new Strategy(
      {
        clientID: app.clientKey,
        clientSecret: app.clientSecret,
        callbackURL: web,
        scope: scopes,
        scopeSeparator: ',',
        state: true,
        pkce: true,
        authorizationURL: server().authorization_endpoint,
        tokenURL: server().token_endpoint,
      },
      (accessToken, refreshToken, answer, profile, done) => done(null, { accessToken, openId: answer.open_id }),
    ),
  );
  const program = express()
    .use(session({ secret: 'a-secret-of-this-test-only', saveUninitialized: true, resave: false }))
    .get('/login', strategies.authenticate('tiktok', { session: false }))
    .get('/callback', strategies.authenticate('tiktok', { session: false }), (request, response) => response.json(request.user))
    .listen(0, '127.0.0.1');
  await new Promise((resolve) => program.once('listening', resolve));
  const { origin } = new URL(web);
  const at = `http://127.0.0.1:${program.address().port}`;

  const end = await new Browser({ [origin]: (url, request) => fetch(url.replace(origin, at), request) }).walk(`${origin}/login`);
  program.closeAllConnections();
  await new Promise((resolve) => program.close(resolve));

  const user = JSON.parse(end.text);
  assert.match(user.accessToken, /^act\./);
  assert.match(user.openId, /^-000/);
});

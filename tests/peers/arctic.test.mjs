// arctic 3, whose TikTok class has its hosts as constants.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateCodeVerifier, generateState, OAuth2RequestError, TikTok } from 'arctic';
import { Browser } from './browser.mjs';
import { app, deviations, prepare, received, startEmulator } from './emulator.mjs';
import { atEmulator, mapHosts } from './hosts.mjs';

const web = 'https://app.example/login/tiktok/callback';
let tiktok;
let unmap;

before(async () => {
  tiktok = await startEmulator();
  unmap = mapHosts(tiktok.base);
});
after(async () => {
  unmap?.();
  await tiktok?.stop();
});

async function signIn(client, redirectUri, scopes = ['user.info.basic', 'user.info.profile']) {
  const state = generateState();
  const verifier = generateCodeVerifier();
  const address = atEmulator(client.createAuthorizationURL(state, verifier, scopes), tiktok.base);
  const { origin } = new URL(redirectUri);
  const end = await new Browser({ [origin]: () => new Response('callback') }).walk(address);
  assert.equal(end.url.searchParams.get('state'), state);
  return client.validateAuthorizationCode(end.url.searchParams.get('code'), verifier);
}

test('arctic signs in on a web redirect URI, refreshes and revokes', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new TikTok(app.clientKey, app.clientSecret, web);

  const first = await signIn(client, web);
  const second = await client.refreshAccessToken(first.refreshToken());
  await client.revokeToken(second.accessToken());

  assert.match(first.accessToken(), /^act\./);
  assert.equal(first.data.scope, 'user.info.basic,user.info.profile');
  assert.equal(first.data.refresh_expires_in, 15_552_000);
  assert.notEqual(second.refreshToken(), first.refreshToken());
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-web']);
  const answer = await fetch('https://open.tiktokapis.com/v2/user/info/?fields=open_id', { headers: { authorization: `Bearer ${second.accessToken()}` } });
  assert.equal((await answer.json()).error.code, 'access_token_invalid');
});

test('arctic takes a used refresh token for an answer without an access token: TikTok says no inside a 200', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  const client = new TikTok(app.clientKey, app.clientSecret, web);
  const first = await signIn(client, web);
  await client.refreshAccessToken(first.refreshToken());

  const refused = await client.refreshAccessToken(first.refreshToken());

  assert.throws(() => refused.accessToken(), /access_token/);
  assert.equal(refused.data.error, 'invalid_grant');
  assert.deepEqual(await deviations(tiktok, 'error'), ['refresh-token-reused']);
});

test('arctic hears of a refusal when the emulator answers with statuses of the RFC', async () => {
  await prepare(tiktok, { redirectUris: [web] });
  await tiktok.control('PUT', '/_emulator/profile', { oauth_error_status: 'rfc' });

  const refused = signIn(new TikTok(app.clientKey, 'wrong', web), web);

  await assert.rejects(refused, (error) => error instanceof OAuth2RequestError && error.code === 'invalid_client');
});

test('arctic fails on a loopback redirect URI as at TikTok: its PKCE challenge is base64url, TikTok wants hex', async () => {
  const desktop = 'http://localhost:3000/callback';
  await prepare(tiktok, { platform: 'desktop', redirectUris: [desktop] });

  const answer = await signIn(new TikTok(app.clientKey, app.clientSecret, desktop), desktop);

  assert.equal(answer.data.error_description, 'Code verifier or code challenge is invalid.');
  assert.equal((await received(tiktok, '/v2/oauth/token/')).at(-1).status, 200);
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-loopback']);
});

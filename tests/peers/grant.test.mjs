// grant with its built-in `tiktok` entry, whose hosts its users set (the built-in ones are of API v1, which TikTok has switched off).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import express from 'express';
import session from 'express-session';
import grant from 'grant';
import { Browser } from './browser.mjs';
import { app, deviations, prepare, received, startEmulator } from './emulator.mjs';

const web = 'https://app.example';
const callback = `${web}/connect/tiktok/callback`;
let tiktok;
const servers = [];

before(async () => {
  tiktok = await startEmulator();
});
after(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await tiktok?.stop();
});

// The application listens on a free port; the browser reaches it under its public https name, as through a proxy that ends TLS.
async function application(overrides = {}, origin = web) {
  const program = express()
    .use(session({ secret: 'a-secret-of-this-test-only', saveUninitialized: true, resave: false }))
    .use(
      grant.express({
        defaults: { origin, transport: 'session', state: true },
        tiktok: {
          key: app.clientKey,
          secret: app.clientSecret,
          scope: ['user.info.basic', 'user.info.profile'],
          callback: '/done',
          authorize_url: `${tiktok.base}/v2/auth/authorize/`,
          access_url: `${tiktok.base}/v2/oauth/token/`,
          ...overrides,
        },
      }),
    )
    .get('/done', (request, response) => response.json(request.session.grant.response));
  const server = program.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const at = `http://127.0.0.1:${server.address().port}`;
  return new Browser({ [origin]: (url, request) => fetch(url.replace(origin, at), request) });
}

const signIn = async (browser, origin = web) => JSON.parse((await browser.walk(`${origin}/connect/tiktok`)).text);

test('grant signs in and holds both tokens', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  const answer = await signIn(await application());

  assert.match(answer.access_token, /^act\./);
  assert.match(answer.refresh_token, /^rft\./);
  assert.match(answer.raw.open_id, /^-000/);
  assert.equal(answer.raw.scope.split(',').sort().join(), 'user.info.basic,user.info.profile');
  assert.deepEqual(await deviations(tiktok), []);
});

test('grant signs in with custom parameters of TikTok', async () => {
  await prepare(tiktok, { redirectUris: [callback] });
  const browser = await application({ custom_params: { disable_auto_auth: '1' } });

  const answer = await signIn(browser);

  assert.match(answer.access_token, /^act\./);
  assert.ok(browser.visited.some((url) => url.startsWith(tiktok.base) && new URL(url).searchParams.get('disable_auto_auth') === '1'));
});

test("grant's profile request is of API v1, a POST of JSON, and fails as at TikTok", async () => {
  await prepare(tiktok, { redirectUris: [callback] });
  const browser = await application({ response: ['tokens', 'raw', 'profile'], profile_url: `${tiktok.base}/v2/user/info/?fields=open_id` });

  const answer = await signIn(browser);

  assert.match(answer.access_token, /^act\./);
  assert.match(JSON.stringify(answer.profile.error), /Unsupported path/);
  assert.deepEqual(await deviations(tiktok), ['fields-in-body', 'wrong-method']);
});

test('grant with PKCE fails on a loopback redirect URI as at TikTok: its challenge is base64url, TikTok wants hex', async () => {
  const desktop = 'http://localhost:3000';
  await prepare(tiktok, { platform: 'desktop', redirectUris: [`${desktop}/connect/tiktok/callback`] });

  const answer = await signIn(await application({ pkce: true }, desktop), desktop);

  assert.equal(answer.error, 'invalid_request');
  assert.equal(answer.access_token, undefined);
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-loopback']);
});

test('grant without PKCE is refused on a loopback redirect URI, on the page of TikTok', async () => {
  const desktop = 'http://localhost:3000';
  await prepare(tiktok, { platform: 'desktop', redirectUris: [`${desktop}/connect/tiktok/callback`] });

  const end = await (await application({}, desktop)).walk(`${desktop}/connect/tiktok`);

  assert.equal(end.url.origin, tiktok.base);
  assert.equal(end.url.searchParams.get('error_type'), 'code_challenge');
  assert.equal(end.url.searchParams.get('errCode'), '10007');
  assert.deepEqual(await deviations(tiktok), ['pkce-missing-on-loopback']);
});

test("grant's built-in addresses are of API v1, which is told by host and path", async () => {
  await prepare(tiktok, { redirectUris: [callback] });
  const browser = await application({ authorize_url: `${tiktok.base}/platform/oauth/connect`, access_url: `${tiktok.base}/oauth/access_token` });

  const end = await browser.walk(`${web}/connect/tiktok`);

  assert.equal(end.response.status, 404);
  assert.deepEqual(await deviations(tiktok), ['v1-path']);
});

test('grant hands over what TikTok refused: a wrong secret is invalid_client inside a 200', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  const answer = await signIn(await application({ secret: 'wrong' }));

  assert.equal(answer.error, 'invalid_client');
  assert.equal((await received(tiktok, '/v2/oauth/token/')).at(-1).status, 200);
});

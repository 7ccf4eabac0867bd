// Auth.js (@auth/core) with its built-in TikTok provider. Only the hosts are overridden, as its documentation shows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Auth } from '@auth/core';
import TikTok from '@auth/core/providers/tiktok';
import { Browser } from './browser.mjs';
import { app, deviations, prepare, received, startEmulator } from './emulator.mjs';

const web = 'https://app.example';
const callback = '/api/auth/callback/tiktok';
let tiktok;

before(async () => {
  tiktok = await startEmulator();
});
after(() => tiktok?.stop());

function application(origin, overrides = {}) {
  const signIns = [];
  const errors = [];
  const config = {
    basePath: '/api/auth',
    trustHost: true,
    secret: 'a-secret-of-this-test-only',
    providers: [
      TikTok({
        clientId: app.clientKey,
        clientSecret: app.clientSecret,
        token: `${tiktok.base}/v2/oauth/token/`,
        userinfo: `${tiktok.base}/v2/user/info/?fields=open_id,avatar_url,display_name`,
        ...overrides,
        authorization: { url: `${tiktok.base}/v2/auth/authorize`, ...overrides.authorization },
      }),
    ],
    events: { signIn: ({ user, account }) => void signIns.push({ user, account }) },
    logger: { error: (error) => void errors.push(error), warn: () => {}, debug: () => {} },
  };
  // The start page is the application's own, not Auth.js's.
  const browser = new Browser({
    [origin]: (url, request) => (new URL(url).pathname === '/' ? new Response('home') : Auth(new Request(url, request), config)),
  });
  return { browser, signIns, errors, origin };
}

async function signIn({ browser, origin }) {
  const { csrfToken } = await (await browser.open(`${origin}/api/auth/csrf`)).json();
  return browser.walk(`${origin}/api/auth/signin/tiktok`, { method: 'POST', form: { csrfToken, callbackUrl: `${origin}/` } });
}

const session = async ({ browser, origin }) => (await browser.open(`${origin}/api/auth/session`)).json();

test('Auth.js signs in and has a session', async () => {
  await prepare(tiktok, { redirectUris: [web + callback] });
  const example = application(web);

  const end = await signIn(example);

  assert.equal(end.url.href, `${web}/`, String(example.errors[0]?.cause?.err ?? example.errors[0]));
  const { user } = await session(example);
  assert.equal(user.email, undefined);
  assert.ok(user.name);
  const [{ account }] = example.signIns;
  assert.match(account.access_token, /^act\./);
  assert.match(account.refresh_token, /^rft\./);
  assert.match(account.providerAccountId, /^-000/);
  assert.equal(account.scope, 'user.info.basic');
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-web', 'state-missing']);
  assert.deepEqual(await deviations(tiktok, 'note'), ['authorize-slash-missing', 'cache-control-missing', 'client-id-beside-client-key', 'pkce-on-web']);
});

test('Auth.js signs in with more scopes and fields, and without PKCE, as its users configure it', async () => {
  await prepare(tiktok, { redirectUris: [web + callback] });
  const example = application(web, {
    checks: ['state'],
    authorization: { params: { scope: 'user.info.basic,user.info.profile' } },
    userinfo: `${tiktok.base}/v2/user/info/?fields=open_id,avatar_url,display_name,username`,
    profile: ({ data: { user } }) => ({ id: user.open_id, name: user.username, image: user.avatar_url, email: null }),
  });

  await signIn(example);

  assert.equal((await session(example)).user.name, 'creator_full');
  assert.deepEqual(await deviations(tiktok), []);
});

test('Auth.js signs in with the scope of its own documentation, user.info.profile alone, which opens the basic fields too', async () => {
  await prepare(tiktok, { redirectUris: [web + callback] });
  const example = application(web, {
    authorization: { params: { scope: 'user.info.profile' } },
    userinfo: `${tiktok.base}/v2/user/info/?fields=open_id,avatar_url,display_name,username`,
  });

  await signIn(example);

  assert.ok((await session(example)).user.name);
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-web', 'scope-basic-missing', 'state-missing']);
});

test('Auth.js fails on a loopback redirect URI as at TikTok: its PKCE challenge is base64url, TikTok wants hex', async () => {
  const desktop = 'http://localhost:3000';
  await prepare(tiktok, { platform: 'desktop', redirectUris: [desktop + callback] });
  const example = application(desktop);

  const end = await signIn(example);

  assert.equal(end.url.pathname + end.url.search, '/api/auth/error?error=Configuration');
  assert.equal(await session(example), null);
  assert.deepEqual(example.signIns, []);
  assert.deepEqual(await deviations(tiktok), ['pkce-base64url-on-loopback', 'state-missing']);
});

test('Auth.js fails when the user declines a scope whose field it asks for: the whole profile is refused, as at TikTok', async () => {
  await prepare(tiktok, { redirectUris: [web + callback], grant: ['user.info.basic'] });
  const example = application(web, {
    checks: ['state'],
    authorization: { params: { scope: 'user.info.basic,user.info.profile' } },
    userinfo: `${tiktok.base}/v2/user/info/?fields=open_id,display_name,username`,
  });

  await signIn(example);

  assert.equal(await session(example), null);
  assert.equal((await received(tiktok, '/v2/user/info/')).at(-1).status, 401);
  assert.deepEqual(await deviations(tiktok), ['partial-grant-ignored']);
});

test("Auth.js loses TikTok's reason: a wrong secret ends as \"Configuration\" and nothing else", async () => {
  await prepare(tiktok, { redirectUris: [web + callback] });
  const example = application(web, { checks: ['state'], clientSecret: 'wrong' });

  const end = await signIn(example);

  assert.equal(end.url.pathname + end.url.search, '/api/auth/error?error=Configuration');
  assert.doesNotMatch(end.text, /invalid_client/);
  assert.deepEqual(await deviations(tiktok), ['secret-wrong']);
});

test('Auth.js stays on the error page of TikTok when its redirect URI is not registered', async () => {
  await prepare(tiktok, { redirectUris: [`${web}/another/callback`] });

  const end = await signIn(application(web));

  assert.equal(end.url.origin, tiktok.base);
  assert.equal(end.url.searchParams.get('error_type'), 'redirect_uri');
  assert.ok((await deviations(tiktok)).includes('redirect-uri-unregistered'));
});

test('Auth.js loses its client_key when a user overrides authorization with a string, and TikTok says so', async () => {
  await prepare(tiktok, { redirectUris: [web + callback] });
  const example = application(web);
  const config = TikTok({ clientId: app.clientKey, clientSecret: app.clientSecret, authorization: `${tiktok.base}/v2/auth/authorize/?scope=user.info.basic` });
  example.browser = new Browser({
    [web]: (url, request) => Auth(new Request(url, request), { basePath: '/api/auth', trustHost: true, secret: 'x', providers: [config] }),
  });

  const end = await signIn(example);

  assert.equal(end.url.origin, tiktok.base);
  assert.equal(end.url.searchParams.get('error_type'), 'client_key');
  assert.equal(end.url.searchParams.get('errCode'), '10003');
  assert.ok((await deviations(tiktok)).includes('client-id-instead-of-client-key'));
});

// better-auth's social provider `tiktok`, whose hosts are constants.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { Browser } from './browser.mjs';
import { app, deviations, prepare, received, startEmulator } from './emulator.mjs';
import { atEmulator, mapHosts } from './hosts.mjs';

const web = 'https://app.example';
const callback = `${web}/api/auth/callback/tiktok`;
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

function application(options = {}) {
  const database = { user: [], session: [], account: [], verification: [] };
  const auth = betterAuth({
    baseURL: web,
    secret: 'a-secret-of-this-test-only-and-long-enough',
    database: memoryAdapter(database),
    socialProviders: { tiktok: { clientKey: app.clientKey, clientSecret: app.clientSecret, ...options } },
    logger: { disabled: true },
    telemetry: { enabled: false },
  });
  const browser = new Browser({
    [web]: (url, request) => (new URL(url).pathname.startsWith('/api/auth') ? auth.handler(new Request(url, request)) : new Response('home')),
  });
  return { auth, browser, database };
}

async function signIn({ auth, browser }) {
  const started = await auth.api.signInSocial({ body: { provider: 'tiktok', callbackURL: '/', errorCallbackURL: '/failed' }, returnHeaders: true });
  browser.keep(web, started.headers);
  return browser.walk(atEmulator(started.response.url, tiktok.base));
}

test('better-auth signs in asking for user.info.profile alone and reading basic fields with it', async () => {
  await prepare(tiktok, { redirectUris: [callback] });
  const example = application();

  const end = await signIn(example);

  assert.equal(end.url.href, `${web}/`);
  const [user] = example.database.user;
  assert.ok(user.name);
  assert.equal(user.emailVerified, false);
  const [account] = example.database.account;
  assert.match(account.accountId, /^-000/);
  assert.match(account.accessToken, /^act\./);
  assert.match(account.refreshToken, /^rft\./);
  assert.deepEqual(await deviations(tiktok), ['scope-basic-missing']);
});

test('better-auth sends a verifier on the web and never a challenge, which TikTok lets pass', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  await signIn(application());

  const asked = (await received(tiktok, '/v2/auth/authorize')).at(-1);
  const redeemed = (await received(tiktok, '/v2/oauth/token/')).at(-1);
  assert.equal(asked.query.code_challenge, undefined);
  assert.ok(redeemed.form.code_verifier);
  assert.ok((await deviations(tiktok, 'note')).includes('pkce-verifier-without-challenge'));
});

test('better-auth is stopped by a person who cancels, and by a wrong secret, after asking for a profile without a token', async () => {
  await prepare(tiktok, { redirectUris: [callback] });
  await tiktok.control('PUT', '/_emulator/consent', { mode: 'deny' });

  const cancelled = await signIn(application());
  await tiktok.control('PUT', '/_emulator/consent', { mode: 'auto', user: 'creator_full' });
  const refused = await signIn(application({ clientSecret: 'wrong' }));

  assert.equal(cancelled.url.pathname, '/failed');
  assert.equal(cancelled.url.searchParams.get('error'), 'access_denied');
  assert.equal(refused.url.pathname, '/failed');
  assert.deepEqual(await deviations(tiktok, 'error'), ['error-in-200-ignored', 'secret-wrong']);
});

test('better-auth cannot sign in on a loopback redirect URI, as at TikTok: it sends no challenge', async () => {
  await prepare(tiktok, { platform: 'desktop', redirectUris: ['http://localhost:3000/api/auth/callback/tiktok'] });

  const end = await signIn(application({ redirectURI: 'http://localhost:3000/api/auth/callback/tiktok' }));

  assert.equal(end.url.origin, tiktok.base);
  assert.equal(end.url.searchParams.get('errCode'), '10007');
  assert.deepEqual(await deviations(tiktok, 'error'), ['pkce-missing-on-loopback']);
});

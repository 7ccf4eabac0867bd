// passport-tiktok-auth (Passport) in its default, v2 mode. Its three addresses are options.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import TikTokStrategy from 'passport-tiktok-auth';
import { Browser } from './browser.mjs';
import { app, deviations, everyScope, prepare, received, startEmulator } from './emulator.mjs';

const web = 'https://app.example';
const callback = `${web}/auth/tiktok/callback`;
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

async function application(scope, options = { state: true }) {
  const strategies = new passport.Passport();
  strategies.use(
    new TikTokStrategy.Strategy(
      {
        clientID: app.clientKey,
        clientSecret: app.clientSecret,
        callbackURL: callback,
        scope,
        ...options,
        authorizationURL: `${tiktok.base}/v2/auth/authorize/`,
        tokenURL: `${tiktok.base}/v2/oauth/token/`,
        profileURL: `${tiktok.base}/v2/user/info/`,
      },
      (accessToken, refreshToken, profile, done) => done(null, { accessToken, refreshToken, profile }),
    ),
  );
  const program = express()
    .use(session({ secret: 'a-secret-of-this-test-only', saveUninitialized: true, resave: false }))
    .use(strategies.initialize())
    .get('/auth/tiktok', strategies.authenticate('tiktok', { session: false }))
    .get('/auth/tiktok/callback', strategies.authenticate('tiktok', { session: false }), (request, response) => response.json(request.user))
    .use((error, request, response, next) => (error ? response.status(500).json({ failed: error.message }) : next()));
  const server = program.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const at = `http://127.0.0.1:${server.address().port}`;
  return new Browser({ [web]: (url, request) => fetch(url.replace(web, at), request) });
}

test('passport-tiktok-auth fails with only user.info.basic as at TikTok: it always asks for profile and stats fields', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  const end = await (await application(['user.info.basic'])).walk(`${web}/auth/tiktok`);

  assert.equal(end.response.status, 500);
  assert.match(JSON.parse(end.text).failed, /failed to fetch user profile/);
  assert.equal((await received(tiktok, '/v2/oauth/token/')).at(-1).status, 200);
  assert.deepEqual(await deviations(tiktok), ['fields-beyond-scope', 'fields-undocumented']);
});

test('passport-tiktok-auth sends no state unless it is told to', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  await (await application(everyScope, {})).walk(`${web}/auth/tiktok`);

  assert.deepEqual(await deviations(tiktok), ['fields-undocumented', 'state-missing']);
});

test('passport-tiktok-auth signs in with every scope, asking for avatar_url_200, which no field table of v2 has', async () => {
  await prepare(tiktok, { redirectUris: [callback] });

  const end = await (await application(everyScope)).walk(`${web}/auth/tiktok`);

  assert.equal(end.response.status, 200, end.text);
  const { accessToken, profile } = JSON.parse(end.text);
  assert.match(accessToken, /^act\./);
  assert.match(profile.id, /^-000/);
  assert.equal(profile.username, 'creator_full');
  assert.deepEqual(await deviations(tiktok), ['fields-undocumented']);
  assert.ok((await deviations(tiktok, 'note')).includes('client-id-beside-client-key'));
});

// Run by `drop-in run`. Applications as their users write and start them: real names, real TLS, no endpoint, host or fetch replaced.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Browser } from '../browser.mjs';

const run = promisify(execFile);
const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, ...systemTrust } = process.env;
const started = [];
after(() => started.forEach((program) => program.kill()));

async function start(name, port) {
  const program = spawn(process.execPath, [at(name)], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(program);
  await new Promise((resolve, reject) => {
    program.stdout.once('data', resolve);
    program.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return `http://localhost:${port}`;
}

test('Auth.js signs in', async () => {
  const app = await start('authjs-app.mjs', 3101);
  const browser = new Browser();
  const { csrfToken } = await (await browser.open(`${app}/auth/csrf`)).json();

  const end = await browser.walk(`${app}/auth/signin/tiktok`, { method: 'POST', form: { csrfToken, callbackUrl: `${app}/` } });

  assert.equal(end.url.href, `${app}/`);
  assert.ok(browser.visited.some((url) => url.startsWith('https://www.tiktok.com/v2/auth/authorize')));
  assert.equal((await (await browser.open(`${app}/auth/session`)).json()).user.name, 'Camille Full');
});

test('better-auth signs in', async () => {
  const app = await start('better-auth-app.mjs', 3102);
  const browser = new Browser();
  const begun = await fetch(`${app}/api/auth/sign-in/social`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app },
    body: JSON.stringify({ provider: 'tiktok', callbackURL: '/' }),
  });
  browser.keep(app, begun.headers);

  const end = await browser.walk((await begun.json()).url);

  assert.equal(end.url.href, `${app}/`);
  assert.equal((await (await browser.open(`${app}/api/auth/get-session`)).json()).user.name, 'Camille Full');
});

test('arctic signs in', async () => {
  const app = await start('arctic-app.mjs', 3103);

  const end = await new Browser().walk(`${app}/login`);

  const user = JSON.parse(end.text);
  assert.equal(user.username, 'creator_full');
  assert.match(await (await fetch(user.avatar_url)).text(), /^<svg/);
});

test('passport-tiktok-auth signs in', async () => {
  const app = await start('passport-app.mjs', 3104);

  const end = await new Browser().walk(`${app}/auth/tiktok`);

  assert.equal(end.response.status, 200, end.text);
  assert.equal(JSON.parse(end.text).username, 'creator_full');
});

test("curl trusts it by the system's roots", async () => {
  const form = new URLSearchParams({ client_key: process.env.TIKTOK_CLIENT_KEY, client_secret: process.env.TIKTOK_CLIENT_SECRET, grant_type: 'client_credentials' });
  const { stdout } = await run('curl', ['--silent', '--show-error', '--data', String(form), 'https://open.tiktokapis.com/v2/oauth/token/'], { env: systemTrust });

  assert.match(JSON.parse(stdout).access_token, /^clt\./);
});

test("a program on Python's requests signs in by the system's roots, and Python's own ssl by their directory", async () => {
  const { stdout } = await run('/usr/bin/python3', [at('requests_app.py')], { env: { ...systemTrust, REDIRECT_URI: 'http://localhost:3103/callback' } });
  assert.equal(stdout, 'Camille Full image/svg+xml; charset=utf-8\n');

  const byDirectory = "import ssl, socket; c = ssl.create_default_context(capath='/etc/ssl/certs'); c.wrap_socket(socket.create_connection(('open.douyin.com', 443)), server_hostname='open.douyin.com'); print(len(c.get_ca_certs()))";
  assert.equal((await run('/usr/bin/python3', ['-c', byDirectory], { env: { ...systemTrust, SSL_CERT_FILE: '/dev/null' } })).stdout, '1\n');
});

test('nothing but loopback is reached, and nothing but the wire is under the names', async () => {
  await assert.rejects(fetch('https://business-api.tiktok.com/'));
  assert.equal((await fetch('https://www.tiktok.com/_emulator/apps')).status, 404);
  assert.ok((await (await fetch(`${process.env.TOKGATE_EMULATOR}/_emulator/requests`)).json()).length > 10);
});

// The drop-in: TikTok's real names served to unmodified programs. Everything here runs in namespaces of its own; this machine's files are only compared.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { app, built } from './emulator.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tokgate-test-'));
after(() => rmSync(folder, { recursive: true }));

// A test runner that finds this variable reports to the one that started it, in its own language.
const { NODE_TEST_CONTEXT, ...environment } = process.env;

function run(program, args, variables = {}) {
  const started = spawn(program, args, { env: { ...environment, ASPNETCORE_ENVIRONMENT: 'Development', ...variables }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
  const said = { stdout: '', stderr: '' };
  started.stdout.on('data', (text) => (said.stdout += text));
  started.stderr.on('data', (text) => (said.stderr += text));
  return new Promise((resolve, reject) => started.once('error', reject).once('close', (code) => resolve({ code, ...said })));
}

const machine = () => [readFileSync('/etc/hosts', 'utf8'), readdirSync('/etc/ssl/certs'), existsSync('/var/lib/tokgate-drop-in')];

test('Auth.js, better-auth, arctic, passport-tiktok-auth, curl and Python sign in at the real names, not a line of them changed, and the machine neither', async () => {
  const before = machine();
  const redirectUris = ['3101/auth/callback/tiktok', '3102/api/auth/callback/tiktok', '3103/callback', '3104/auth/tiktok/callback'].flatMap((path) => ['--redirect-uri', `http://localhost:${path}`]);

  const { code, stdout, stderr } = await run(
    'dotnet',
    [built, 'drop-in', 'run', '--offline', '--client-key', app.clientKey, '--client-secret', app.clientSecret, ...redirectUris, '--allow-insecure-loopback', '--consent', 'creator_full', '--', process.execPath, at('drop-in/clients.mjs')],
    { TIKTOK_CLIENT_KEY: app.clientKey, TIKTOK_CLIENT_SECRET: app.clientSecret, TMPDIR: folder },
  );

  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /pass 7\b/);
  assert.deepEqual(machine(), before);
  assert.deepEqual(readdirSync(folder), []);
});

test('up and down leave a machine as it was, killed in the middle too', async () => {
  // The machine's files, as copies that only what runs in this namespace sees.
  const private_ = `set -e; mount -t tmpfs tmpfs "$0"; for path in /etc/hosts /etc/ssl/certs; do
    copy="$0/$(basename $path)"; cp -a --no-preserve=ownership $path "$copy"; mount --bind "$copy" $path; done
    export HOME="$0/home"; mkdir -p "$HOME/.pki/nssdb"; certutil -N -d "sql:$HOME/.pki/nssdb" --empty-password
    mount -t tmpfs tmpfs /var/lib; ip link set lo up; exec "$@"`;
  const directory = join(folder, 'machine');
  mkdirSync(directory);

  const rights = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
  const { code, stdout, stderr } = await run('unshare', [...rights, '--mount', '--net', '--', 'sh', '-c', private_, directory, process.execPath, at('drop-in/machine.mjs')], { EMULATOR: built });

  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /pass 5\b/);
  rmSync(directory, { recursive: true });
});

test('run --check ends with 3 when its command departs from what TikTok documents, and when it never came to TikTok', async () => {
  const checked = (...command) => run('dotnet', [built, 'drop-in', 'run', '--offline', '--check', '--client-key', app.clientKey, '--client-secret', app.clientSecret, '--redirect-uri', 'https://app.example/cb', '--consent', 'creator_full', '--', ...command]);
  const query = 'response_type=code&scope=user.info.basic&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=a-state-that-nobody-guesses';

  const clean = await checked('curl', '-fsS', '-o', '/dev/null', `https://www.tiktok.com/v2/auth/authorize/?client_key=${app.clientKey}&${query}`);
  const departed = await checked('curl', '-fsS', '-o', '/dev/null', `https://www.tiktok.com/v2/auth/authorize/?client_id=${app.clientKey}&${query}`);
  const astray = await checked('curl', '-sS', '-o', '/dev/null', '-d', 'grant_type=refresh_token', 'https://www.tiktok.com/v2/oauth/token/');
  const silent = await checked('true');
  const failed = await checked('sh', '-c', 'exit 7');

  assert.deepEqual([clean.code, departed.code, astray.code, silent.code, failed.code], [0, 3, 3, 3, 7], clean.stderr);
  assert.match(clean.stderr, /^No deviation in 1 request\.$/m);
  assert.match(departed.stderr, /^Error client-id-instead-of-client-key \(authorize/m);
  assert.match(astray.stderr, /^Error wrong-host \(/m);
  assert.match(silent.stderr, /^Nothing was checked/m);
});

test('curl signs in at open.douyin.com, the emulator of Douyin, and what is TikTok\'s is not there', async () => {
  const steps = `set -e
    back=$(curl -fsS -o /dev/null -w '%{redirect_url}' "https://open.douyin.com/platform/oauth/connect/?client_key=douyinplayground01&response_type=code&scope=user_info&state=a-state&redirect_uri=$1")
    code=$(printf %s "$back" | sed 's/.*[?&]code=\\([^&]*\\).*/\\1/')
    curl -fsS -d client_key=douyinplayground01 -d "client_secret=$2" -d "code=$code" -d grant_type=authorization_code https://open.douyin.com/oauth/access_token/
    echo
    curl -sS -o /dev/null -w '%{http_code} ' https://open.douyin.com/v2/oauth/token/ https://open.douyin.com/_emulator/apps -o /dev/null`;
  const callback = 'http://localhost:5080/signin-douyin';
  const { code, stdout, stderr } = await run('dotnet', [built, 'drop-in', 'run', '--offline', '--consent', 'creator_full', '--', 'sh', '-c', steps, 'sh', encodeURIComponent(callback), 'emulator-secret-not-for-production-00001']);

  assert.equal(code, 0, stderr);
  const [tokens, others] = stdout.trim().split('\n');
  const { data } = JSON.parse(tokens);
  assert.deepEqual([data.error_code, data.scope, data.refresh_expires_in], [0, 'user_info', 2_592_000]);
  assert.equal(others.trim(), '404 404');
});

test('the broker does not start in Production where TikTok is the emulator', async () => {
  const broker = built.replaceAll('Tokgate.Emulator', 'Tokgate.Server');
  const settings = ['--environment', 'Production', '--Tokgate:Issuer', 'https://login.example.com', '--Tokgate:DataDirectory', folder];
  for (const command of [settings, ['proxy', ...settings, '--Tokgate:Proxy:Clients:0:ClientKey', 'awsomekey']]) {
    const { code, stderr } = await run('dotnet', [built, 'drop-in', 'run', '--offline', '--', 'dotnet', broker, ...command]);

    assert.equal(code, 1, stderr);
    assert.match(stderr, /^TTK3356: \/etc\/hosts leads www\.tiktok\.com to this machine/m);
  }
});

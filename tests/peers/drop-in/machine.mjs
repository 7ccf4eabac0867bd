// Run in a mount namespace of its own: what `up`, `down` and `run --machine` do to a machine, and that nothing of it stays.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const emulator = process.env.EMULATOR;
const state = '/var/lib/tokgate-drop-in';
const environment = { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', Emulator__Port: '5082' };
const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, SSL_CERT_DIR, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, ...systemTrust } = process.env;
const before = look();

/** Content, owner and mode of everything that may be touched. */
function look() {
  const seen = {};
  const walk = (path) => {
    const { mode, uid, gid } = lstatSync(path);
    const kind = lstatSync(path);
    const content = kind.isSymbolicLink() ? readlinkSync(path) : kind.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : readdirSync(path).sort().join();
    seen[path] = `${mode} ${uid} ${gid} ${content}`;
    if (kind.isDirectory()) {
      readdirSync(path).forEach((name) => walk(join(path, name)));
    }
  };
  ['/etc/hosts', '/etc/ssl/certs', '/var/lib', join(process.env.HOME, '.pki')].forEach(walk);
  return seen;
}

async function dropIn(...args) {
  const options = args.at(-1) instanceof Object ? args.pop() : {};
  return new Promise((resolve) =>
    execFile('dotnet', [emulator, 'drop-in', ...args], { env: { ...environment, ...options }, timeout: 60_000 }, (failure, stdout, stderr) => resolve({ code: failure ? failure.code : 0, stdout, stderr })),
  );
}

function up() {
  const program = spawn('dotnet', [emulator, 'drop-in', 'up'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  program.stdout.on('data', (text) => (said += text));
  program.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => program.once('exit', (code, signal) => resolve(code ?? signal)));
  return { program, ended, said: () => said };
}

async function until(holds, { program, said }) {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await pause(1)) {
    if (holds()) {
      return;
    }
    assert.equal(program.exitCode, null, said());
  }
  throw new Error(`not within a minute:\n${said()}`);
}

const isUp = (running) => () => running.said().includes('Ctrl+C ends it');
const journalLines = () => (existsSync(join(state, 'journal')) ? readFileSync(join(state, 'journal'), 'utf8').split('\n').length - 1 : 0);

test('up makes the names the emulator for the whole machine, one at a time, and down ends it and puts everything back', async () => {
  const running = up();
  await until(isUp(running), running);

  for (const address of ['https://www.tiktok.com/v2/auth/authorize/', 'https://open.tiktokapis.com/v2/user/info/']) {
    await promisify(execFile)('curl', ['--silent', '--show-error', '--output', '/dev/null', address], { env: systemTrust });
  }
  const variables = await dropIn('env');
  const node = `eval "$0"; exec node -e 'fetch("https://open.tiktokapis.com/v2/user/info/").then((answer) => console.log(answer.status))'`;
  assert.equal((await promisify(execFile)('sh', ['-c', node, variables.stdout], { env: systemTrust })).stdout, '401\n');
  assert.deepEqual(await dropIn('status'), { code: 0, stdout: "TikTok's names are the emulator's on this machine. Its own address is http://localhost:5082/\n", stderr: '' });

  const second = await dropIn('up');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /^TTK4023: /);

  assert.equal((await dropIn('down')).code, 0);
  assert.equal(await running.ended, 0, running.said());
  assert.deepEqual(look(), before);
  assert.equal((await dropIn('status')).code, 1);
});

test('a terminal that is closed ends it and puts everything back', async () => {
  const running = up();
  await until(isUp(running), running);
  running.program.kill('SIGHUP');

  assert.equal(await running.ended, 0, running.said());
  assert.deepEqual(look(), before);
});

test('killed in the middle, at several places, the next down puts everything back, and so does the next run', async () => {
  for (const lines of [1, 3, 5, Infinity]) {
    const killed = up();
    await until(() => journalLines() >= lines || isUp(killed)(), killed);
    killed.program.kill('SIGKILL');
    assert.equal(await killed.ended, 'SIGKILL');

    const mended = lines === 3 ? await dropIn('run', '--machine', '--', 'true') : await dropIn('down');
    assert.deepEqual([mended.code, lines === 3 ? '' : mended.stderr], [0, '']);
    assert.deepEqual(look(), before);
  }
});

test('run --machine ends with the exit code of its command and puts everything back', async () => {
  const { code, stdout } = await dropIn('run', '--machine', '--', 'sh', '-c', 'curl --silent --write-out "%{http_code}" --output /dev/null https://www.tiktok.com/; exit 7');
  assert.deepEqual([code, stdout], [7, '404']);
  assert.deepEqual(look(), before);

  const nothing = await dropIn('run', '--machine', '--', 'no-such-program');
  assert.equal(nothing.code, 125);
  assert.match(nothing.stderr, /TTK4026: no-such-program cannot be started/);
  assert.deepEqual(look(), before);
});

test('nothing of it is switched on in Production', async () => {
  for (const verb of [['up'], ['run', '--', 'true'], ['run', '--machine', '--', 'true']]) {
    const refused = await dropIn(...verb, { DOTNET_ENVIRONMENT: 'Production' });
    assert.equal(refused.code, verb[0] === 'up' ? 1 : 125);
    assert.match(refused.stderr, /^TTK4001: /);
  }
  assert.deepEqual(look(), before);
});

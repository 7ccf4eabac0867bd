// Starts the emulator as the program that it is, and speaks its control API.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const built = ['Release', 'Debug']
  .map((configuration) => fileURLToPath(new URL(`../../src/Tokgate.Emulator/bin/${configuration}/net10.0/Tokgate.Emulator.dll`, import.meta.url)))
  .find((path) => existsSync(path));

export const app = { clientKey: 'awpeers0000000001', clientSecret: 'peer-secret-not-for-production-00001' };
export const everyScope = ['user.info.basic', 'user.info.profile', 'user.info.stats'];

export async function startEmulator() {
  if (!built) {
    throw new Error('The emulator is not built: run `dotnet build Tokgate.slnx -c Release` first.');
  }
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const program = spawn('dotnet', [built], { env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', Emulator__Port: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  program.stdout.on('data', (text) => (said += text));
  program.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => program.once('exit', resolve));

  const control = async (method, path, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  };
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
  };

  await ready(base, program, () => said);
  return { base, control, stop };
}

/** Runs the program to its end, which has to come by itself. */
export async function runEmulator(args, environment = {}) {
  const program = spawn('dotnet', [built, ...args], {
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  const said = { stdout: '', stderr: '' };
  program.stdout.on('data', (text) => (said.stdout += text));
  program.stderr.on('data', (text) => (said.stderr += text));
  const code = await new Promise((resolve, reject) => program.once('error', reject).once('close', resolve));
  return { code, ...said };
}

/** Back to the start, then the peers' own app and a user who consents at once. */
export async function prepare({ control }, { platform = 'web', redirectUris, user = 'creator_full', grant = null }) {
  await control('POST', '/_emulator/reset');
  await control('POST', '/_emulator/apps', {
    client_key: app.clientKey,
    client_secret: app.clientSecret,
    platforms: { [platform]: redirectUris },
    scopes: everyScope,
    status: 'approved',
  });
  await control('PUT', '/_emulator/consent', { mode: 'auto', user, grant });
}

/** What the emulator received on a path, oldest first. */
export async function received({ control }, path) {
  const log = await control('GET', '/_emulator/requests');
  return (log.requests ?? log).filter((request) => request.path.startsWith(path));
}

/** What the emulator's checker found, by name, in alphabetical order: errors and warnings, or what is asked for. */
export async function deviations({ control }, ...severities) {
  const wanted = severities.length > 0 ? severities : ['error', 'warning'];
  const check = await control('GET', '/_emulator/check.json');
  assert.deepEqual(check.broken_rules, []);
  assert.notEqual(check.verdict, 'nothing_checked');
  return [...new Set(check.deviations.filter(({ severity }) => wanted.includes(severity)).map(({ id }) => id))].sort();
}

async function ready(base, program, said) {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    if (program.exitCode !== null) {
      throw new Error(`The emulator ended with ${program.exitCode}:\n${said()}`);
    }
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await pause(50);
  }
  program.kill('SIGKILL');
  throw new Error(`The emulator was not ready after 30 s:\n${said()}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

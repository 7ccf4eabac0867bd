// Starts the broker as the playground runs it, with the emulator for TikTok, and signs people in at it as a browser would.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';

const built = ['Release', 'Debug']
  .map((configuration) => fileURLToPath(new URL(`../../src/Tokgate.Playground/bin/${configuration}/net10.0/Tokgate.Playground.dll`, import.meta.url)))
  .find((path) => existsSync(path));

export const confidential = { id: 'playground', secret: 'playground-secret-not-for-production', path: '/broker/callback' };
export const publicClient = { id: 'playground-spa', path: '/spa/callback' };

export async function startBroker() {
  if (!built) {
    throw new Error('The playground is not built: run `dotnet build Tokgate.slnx -c Release` first.');
  }
  const data = await mkdtemp(join(tmpdir(), 'tokgate-peers-'));
  const program = spawn('dotnet', [built], {
    env: {
      ...process.env,
      ASPNETCORE_ENVIRONMENT: 'Development',
      Playground__AppPort: '0',
      Playground__IssuerPort: '0',
      Playground__EmulatorPort: '0',
      Tokgate__DataDirectory: data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  program.stdout.on('data', (text) => (said += text));
  program.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const stop = async () => {
    program.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };

  try {
    const addresses = await ready(program, () => said);
    return { ...addresses, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** Who answers at TikTok from now on, and how. */
export async function consent({ emulator }, answer = { mode: 'auto', user: 'creator_full', grant: null }) {
  const response = await fetch(`${emulator}/_emulator/consent`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(answer),
  });
  if (!response.ok) {
    throw new Error(`The emulator answered ${response.status}: ${await response.text()}`);
  }
}

/** A person with a browser. Nothing of the sample application runs: what reaches the application is what the test's own relying party gets. */
export const person = ({ application }) => new Browser({ [application]: () => new Response('callback') });

/** Walks to the application's redirect URI and returns where that was; anything else is a page that this person should not have met. */
export async function answerTo(broker, browser, address) {
  const end = await browser.walk(String(address));
  if (end.url.origin !== broker.application) {
    throw new Error(`The way ended at ${end.url.href.slice(0, 300)} with ${end.response.status}:\n${end.text.slice(0, 2_000)}`);
  }
  return end.url;
}

// The banner is printed when all three programs listen; only it knows which ports were free.
async function ready(program, said) {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if (program.exitCode !== null) {
      throw new Error(`The playground ended with ${program.exitCode}:\n${said()}`);
    }
    const [application, issuer, emulator] = [...said().matchAll(/(?:sample application|broker \(OpenID Connect\)|TikTok emulator) +(http:\S+?)\/?\s/g)].map(([, address]) => address);
    if (emulator && (await fetch(`${issuer}/health/ready`).catch(() => undefined))?.ok) {
      return { application, issuer, emulator };
    }
    await pause(50);
  }
  throw new Error(`The playground was not ready after 60 s:\n${said()}`);
}

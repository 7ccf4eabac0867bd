// The quick starts' applications, registered at the broker by the command that their pages give, and the one for OpenID Connect signed in to.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';
import { consent, startBroker } from './broker.mjs';
import { startSample } from './sample.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const secret = 'the-samples-own-secret-0123456789';
let broker;
let folder;

before(async () => {
  broker = await startBroker();
  folder = await mkdtemp(join(tmpdir(), 'tokgate-quick-'));
  await consent(broker);
});
after(async () => {
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function apply(document) {
  const file = join(folder, 'tokgate.yaml');
  await writeFile(file, document);
  const built = ['Release', 'Debug'].map((configuration) => at(`src/Tokgate.Cli/bin/${configuration}/net10.0/Tokgate.Cli.dll`)).find((path) => existsSync(path));
  const program = spawn('dotnet', [built, 'apply', file, '--server', broker.issuer, '--yes'], {
    env: { ...process.env, TOKGATE_CLIENT_ID: 'playground-admin', TOKGATE_CLIENT_SECRET: 'playground-admin-secret-not-for-production', SAMPLE_SECRET: secret, ISSUER: broker.issuer },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  program.stdout.on('data', (text) => (said += text));
  program.stderr.on('data', (text) => (said += text));
  const code = await new Promise((resolve) => program.once('exit', resolve));
  assert.equal(code, 0, said);
  return said;
}

test('the sample samples/OpenIdConnect signs in at a broker that knows it from samples/tokgate.yaml', async () => {
  const program = await startSample('OpenIdConnect/program.mjs', { ISSUER: broker.issuer, CLIENT_SECRET: secret });
  try {
    const document = (await readFile(at('samples/tokgate.yaml'), 'utf8')).replace('http://localhost:3000', program.base);
    assert.match(await apply(document), /Applied\./);

    const first = await new Browser().walk(program.base);
    const { text } = await new Browser().walk(`${program.base}/login`);

    assert.equal(first.text, 'Not signed in: open /login.');
    assert.equal(text, 'Signed in as Camille Full.');
  } finally {
    await program.stop();
  }
});

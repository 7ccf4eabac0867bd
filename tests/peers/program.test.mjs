// The emulator as a program, as the tests beside this one start it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runEmulator, startEmulator } from './emulator.mjs';

test('the emulator explains its options and ends', async () => {
  const { code, stdout } = await runEmulator(['--help']);

  assert.equal(code, 0);
  assert.match(stdout, /NOT TikTok/);
  assert.match(stdout, /--Emulator:Port .*Emulator__Port/);
});

test('the emulator does not start with an option that it does not know', async () => {
  const argument = await runEmulator(['--port', '5090']);
  const variable = await runEmulator([], { Emulator__Prot: '5090' });

  assert.deepEqual([argument.code, argument.stderr], [1, "TTK4003: '--port' is not an option of the emulator. --help lists them.\n"]);
  assert.deepEqual([variable.code, variable.stderr], [1, 'TTK4003: Emulator__Prot is not an option of the emulator. --help lists them.\n']);
});

test('the emulator says in one sentence that its port is taken', async () => {
  const tiktok = await startEmulator();

  const { code, stdout, stderr } = await runEmulator(['--Emulator:Port', new URL(tiktok.base).port]);
  await tiktok.stop();

  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^TTK4004: .* Set Port \(Emulator__Port\) to a free one\.\n$/);
});

test('the emulator as a program is asked what clients did wrong, and its exit code says whether it was bad', async () => {
  const tiktok = await startEmulator();

  const silence = await runEmulator(['check', tiktok.base]);
  await fetch(`${tiktok.base}/v2/auth/authorize/?client_id=awplayground000001&scope=user.info.basic%20video.list`, { redirect: 'manual' });
  const bad = await runEmulator(['check', tiktok.base]);
  await tiktok.stop();
  const gone = await runEmulator(['check', tiktok.base]);

  assert.deepEqual([silence.code, bad.code, gone.code], [1, 1, 2]);
  assert.match(silence.stdout, /^Nothing was checked/);
  assert.match(bad.stdout, /^error +space-joined-scopes /m);
  assert.match(bad.stdout, /^error +client-id-instead-of-client-key /m);
  assert.match(gone.stderr, /^TTK4040: /);
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));

test('all that signs in weighs less than 6 kB together, and what connects accounts less than 1.5 kB', () => {
  assert.deepEqual(scripts.toSorted(), ['accounts.js', 'element.js', 'index.js', 'react.js']);

  const sizes = Object.fromEntries(scripts.map((name) => [name, gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length]));

  assert.ok(sizes['element.js'] + sizes['index.js'] + sizes['react.js'] < 6_000, JSON.stringify(sizes));
  assert.ok(sizes['accounts.js'] < 1_500, JSON.stringify(sizes));
});

test('it needs nothing but itself and, for its hook, React', () => {
  for (const name of scripts) {
    const needed = [...readFileSync(new URL(name, dist), 'utf8').matchAll(/\bfrom\s*"([^"]+)"|\bimport\(?\s*"([^"]+)"/g)].map(([, from, other]) => from ?? other);
    assert.deepEqual(needed, { 'accounts.js': ['./index.js'], 'element.js': ['./index.js'], 'index.js': [], 'react.js': ['react'] }[name]);
  }
});

test('it can be read on a server', async () => {
  const { defineTokgateButton } = await import('../dist/element.js');
  const { createTokgate } = await import('../dist/index.js');

  defineTokgateButton();

  assert.deepEqual(createTokgate({ base: '/api/auth' }).getState(), { user: undefined, loading: false, error: null });
});

test('the button says what the broker\'s hosted page says', () => {
  const element = readFileSync(new URL('element.js', dist), 'utf8');
  for (const language of ['ar', 'de', 'en', 'ja']) {
    const { words } = JSON.parse(readFileSync(new URL(`../../../src/Tokgate.Server/Pages/Languages/${language}.json`, import.meta.url), 'utf8'));
    assert.ok(element.includes(`${language}:["${words.continueWith}","${words.continuing}"]`), language);
  }
});

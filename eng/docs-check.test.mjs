// The site's own check finds what it is there for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../docs/.vitepress/check.mjs', import.meta.url));

async function check(files) {
  const site = await mkdtemp(join(tmpdir(), 'tokgate-site-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(site, name), text);
    return spawnSync(process.execPath, [script, site], { encoding: 'utf8' });
  } finally {
    await rm(site, { recursive: true });
  }
}

test('a site in order passes', async () => {
  const { status, stdout } = await check({
    'index.html': '<h1 id="top">x</h1><a href="/other.html#there">a</a><a href="#top">b</a><a href="/other">c</a><a href="https://www.tiktok.com/">d</a>',
    'other.html': '<h2 id="there">y</h2><a href="./">home</a>',
  });
  assert.equal(status, 0);
  assert.match(stdout, /^2 pages/);
});

for (const [fault, html, words] of [
  ['a link that leads nowhere', '<a href="/gone.html">a</a>', /\/gone\.html leads nowhere/],
  ['a heading that is not there', '<h1 id="top">x</h1><a href="#bottom">a</a>', /#bottom names a heading that is not there/],
  ['a picture that is not there', '<img alt="x" src="/gone.png">', /\/gone\.png leads nowhere/],
  ['a script of another host', '<script src="https://cdn.example/x.js"></script>', /asks another host/],
  ['a style sheet of another host', '<link rel="stylesheet" href="//fonts.example/x.css">', /asks another host/],
  ['a page of megabytes', `<p>${'x'.repeat(1_000_000)}</p>`, /weighs 1\d{6} bytes/],
]) {
  test(`${fault} is found`, async () => {
    const { status, stderr } = await check({ 'index.html': html });
    assert.equal(status, 1);
    assert.match(stderr, words);
  });
}

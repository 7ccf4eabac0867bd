// An ID token goes through one function, whose result nothing else can make. It is inside the package, so its source is built here.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { subtle } = crypto;
const expected = { issuer: 'https://issuer.example', clientId: 'page', nonce: 'n' };
const now = 1_800_000_000;
const good = { iss: 'https://issuer.example', sub: 's', aud: 'page', azp: 'page', nonce: 'n', iat: now, exp: now + 300, name: 'Ünïcode ✨' };
let verifyIdToken;
let challengeOf;
let rsa;
let ec;
let keys;

const load = async (name) => {
  const { outputFiles } = await build({ entryPoints: [fileURLToPath(new URL(`../src/${name}`, import.meta.url))], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
};

before(async () => {
  ({ verifyIdToken } = await load('id-token.ts'));
  ({ challengeOf } = await load('random.ts'));
  rsa = await subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign', 'verify']);
  ec = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const published = async ({ publicKey }, kid, alg) => {
    const { key_ops, ext, ...jwk } = await subtle.exportKey('jwk', publicKey);
    return { ...jwk, kid, alg, use: 'sig' };
  };
  keys = [await published(rsa, 'r', 'RS256'), await published(ec, 'e', 'ES256')];
});

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

async function sign(claims, { header = { alg: 'RS256', kid: 'r' }, key = rsa.privateKey } = {}) {
  const signed = `${encode(header)}.${encode(claims)}`;
  const algorithm = key.algorithm.name === 'ECDSA' ? { name: 'ECDSA', hash: 'SHA-256' } : key.algorithm.name;
  return `${signed}.${Buffer.from(await subtle.sign(algorithm, key, Buffer.from(signed))).toString('base64url')}`;
}

const refuses = (token, set = keys) => assert.rejects(async () => verifyIdToken(await token, set, expected, now));

test('a token in order is taken, whichever of the two algorithms signed it', async () => {
  assert.equal((await verifyIdToken(await sign(good), keys, expected, now)).name, 'Ünïcode ✨');
  assert.equal((await verifyIdToken(await sign({ ...good, aud: ['page'] }, { header: { alg: 'ES256', kid: 'e' }, key: ec.privateKey }), keys, expected, now)).sub, 's');
});

const claims = {
  'another issuer': { iss: 'https://issuer.example/' },
  'another audience': { aud: 'other' },
  'several audiences': { aud: ['page', 'other'] },
  'no audience': { aud: undefined },
  'another party': { azp: 'other' },
  'another nonce': { nonce: 'm' },
  'no nonce': { nonce: undefined },
  'an end in the past': { exp: now - 61 },
  'no end': { exp: undefined },
  'an end that is no number': { exp: 'never' },
  'a beginning in the future': { iat: now + 120 },
  'no beginning': { iat: undefined },
  'nobody': { sub: '' },
  'a subject that is no text': { sub: 5 },
};
for (const [name, change] of Object.entries(claims)) {
  test(`a token with ${name} is refused`, async () => {
    await assert.rejects(verifyIdToken(await sign({ ...good, ...change }), keys, expected, now), { code: 'id_token_invalid' });
  });
}

test('a token that says of itself how it is to be checked is refused', async () => {
  const bare = `${encode({ alg: 'none', kid: 'r' })}.${encode(good)}.`;
  const secret = await subtle.importKey('raw', Buffer.from(JSON.stringify(keys[0])), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

  await refuses(bare);
  await refuses(sign(good, { header: { alg: 'HS256', kid: 'r' }, key: secret }));
  await refuses(sign(good, { header: { alg: 'ES256', kid: 'r' } }));
  await refuses(sign(good, { header: { alg: 'RS256', kid: 'r', crit: ['x'], x: 1 } }));
  await refuses(sign(good, { header: { alg: 'constructor', kid: 'r' } }));
  await refuses(sign(good, { header: { alg: 'RS256', kid: 'r', jwk: keys[0] } }), [keys[1]]);
});

test('a key that is not the named one does not count', async () => {
  await refuses(sign(good, { header: { alg: 'RS256' } }));
  await refuses(sign(good, { header: { alg: 'RS256' } }), [{ ...keys[0], kid: undefined }]);
  await refuses(sign(good), [{ ...keys[0], use: 'enc' }]);
  await refuses(sign(good), [{ ...keys[0], alg: 'RS512' }]);
  await refuses(sign(good), []);
  await refuses(sign(good), null);
});

test('a token that was changed, cut or lengthened is refused', async () => {
  const [head, payload, signature] = (await sign(good)).split('.');

  await refuses(`${head}.${encode({ ...good, sub: 'other' })}.${signature}`);
  await refuses(`${head}.${payload}`);
  await refuses(`${head}.${payload}.${signature}.x`);
  await refuses(`${head}.${payload}.${signature.slice(4)}`);
  await refuses('');
  await refuses(undefined);
});

test('RFC 7636, appendix B: the challenge of the example', async () => {
  assert.equal(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

// Says of each token whether npm jose takes it with the given keys: a second opinion on what our own parser takes.
// Standard input: { "keys": a JWK set, "issuer": text, "now": milliseconds, "tokens": [text] }; standard output: [boolean].
import { createLocalJWKSet, jwtVerify } from 'jose';
import { text } from 'node:stream/consumers';

const { keys, issuer, now, tokens } = JSON.parse(await text(process.stdin));
const keySet = createLocalJWKSet(keys);
const taken = [];
for (const token of tokens) {
  taken.push(await jwtVerify(token, keySet, { issuer, currentDate: new Date(now), algorithms: ['RS256', 'ES256'] }).then(() => true, () => false));
}
console.log(JSON.stringify(taken));

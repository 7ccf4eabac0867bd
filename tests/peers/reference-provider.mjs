// A certified OpenID Provider (npm oidc-provider) to hold our own conformance modules to: a module that it fails is a wrong module.
// Its clients come as JSON in the first argument; the issuer goes to standard output. Milliseconds on standard input move its clock; it ends with that input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

// Its advice about development settings; standard output is for the issuer and for what the tests wait for.
console.info = console.error;

const { now } = Date;
let ahead = 0;
Date.now = () => now() + ahead;

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://localhost:${server.address().port}`;

const profile = {
  name: 'Mona Lisa',
  preferred_username: 'mona',
  picture: 'https://people.example/mona.jpeg',
  profile: 'https://people.example/mona',
  updated_at: 1790000000,
  email: 'mona@people.example',
  email_verified: true,
  address: { country: 'FR' },
  phone_number: '+33100000000',
  phone_number_verified: false,
};

const provider = new Provider(issuer, {
  clients: JSON.parse(process.argv[2]),
  cookies: { keys: ['the cookies of a test'], long: { sameSite: 'none' } },
  enableHttpPostMethods: true,
  claims: {
    openid: ['sub', 'sid'],
    profile: ['name', 'preferred_username', 'picture', 'profile', 'updated_at'],
    email: ['email', 'email_verified'],
    address: ['address'],
    phone: ['phone_number', 'phone_number_verified'],
  },
  features: { backchannelLogout: { enabled: true }, claimsParameter: { enabled: true }, devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  // Without its dispatcher, which refuses loopback: that is where the relying parties of a test are.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  pkce: { required: () => false },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...profile }) }),
});
server.on('request', provider.callback());
createInterface({ input: process.stdin })
  .on('line', (milliseconds) => {
    ahead += Number(milliseconds);
    console.log('passed');
  })
  .on('close', () => process.exit(0));
console.log(issuer);

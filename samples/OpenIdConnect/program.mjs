// A web application on a certified OpenID Connect library. It is told the broker's address, its own id and secret, and nothing of TikTok.
import { createServer } from 'node:http';
import * as client from 'openid-client';

const { ISSUER = 'http://localhost:5081', CLIENT_ID = 'openid-connect', CLIENT_SECRET, PORT = '3000' } = process.env;
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: ISSUER.startsWith('http:') ? [client.allowInsecureRequests] : [], // http is for this machine alone
});
let begun; // one sign-in at a time is enough here; an application keeps this in the browser's session

const program = createServer(async (request, response) => {
  const url = new URL(request.url, `http://localhost:${program.address().port}`);
  try {
    if (url.pathname === '/login') {
      begun = { expectedState: client.randomState(), expectedNonce: client.randomNonce(), pkceCodeVerifier: client.randomPKCECodeVerifier() };
      const location = client.buildAuthorizationUrl(config, {
        redirect_uri: `${url.origin}/callback`,
        scope: 'openid profile',
        state: begun.expectedState,
        nonce: begun.expectedNonce,
        code_challenge: await client.calculatePKCECodeChallenge(begun.pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      response.writeHead(302, { location: location.href }).end();
    } else if (url.pathname === '/callback' && begun) {
      const checks = begun;
      begun = undefined;
      const tokens = await client.authorizationCodeGrant(config, url, checks);
      const { sub } = tokens.claims(); // the ID token's signature, issuer, audience and nonce are checked by now
      const person = await client.fetchUserInfo(config, tokens.access_token, sub);
      response.end(`Signed in as ${person.name}.`);
    } else {
      response.end('Not signed in: open /login.');
    }
  } catch (refused) {
    response.writeHead(400).end(`${refused.error ?? refused.code}: ${refused.error_description ?? refused.message}`);
  }
});
program.listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${program.address().port}`));

// A program on a library that has never heard of TikTok. It is told four addresses of the token proxy (`tokgate proxy`), and nothing else.
import { createServer } from 'node:http';
import * as client from 'openid-client';

const { PROXY = 'http://localhost:3333', TIKTOK_CLIENT_ID, TIKTOK_CLIENT_SECRET, PORT = '3000' } = process.env;
const server = {
  issuer: PROXY,
  authorization_endpoint: `${PROXY}/proxy/authorize`,
  token_endpoint: `${PROXY}/proxy/token`,
  userinfo_endpoint: `${PROXY}/proxy/userinfo`,
  revocation_endpoint: `${PROXY}/proxy/revoke`,
};
const config = new client.Configuration(server, TIKTOK_CLIENT_ID, TIKTOK_CLIENT_SECRET);
client.allowInsecureRequests(config); // the proxy is on this machine
let begun; // one sign-in at a time is enough here; an application keeps this in the browser's session

const program = createServer(async (request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${program.address().port}`);
  try {
    if (url.pathname === '/login') {
      begun = { expectedState: client.randomState(), pkceCodeVerifier: client.randomPKCECodeVerifier() };
      const location = client.buildAuthorizationUrl(config, {
        redirect_uri: `${url.origin}/callback`, // registered at TikTok, under Desktop
        scope: 'user.info.basic',
        state: begun.expectedState,
        code_challenge: await client.calculatePKCECodeChallenge(begun.pkceCodeVerifier),
        code_challenge_method: 'S256',
      });
      response.writeHead(302, { location: location.href }).end();
    } else if (url.pathname === '/callback' && begun) {
      const checks = begun;
      begun = undefined;
      const tokens = await client.authorizationCodeGrant(config, url, checks);
      const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);
      const person = await client.fetchUserInfo(config, fresh.access_token, client.skipSubjectCheck);
      response.end(`Signed in as ${person.name}, for ${fresh.expires_in} seconds.`);
    } else {
      response.end('Not signed in: open /login.');
    }
  } catch (refused) {
    response.writeHead(400).end(`${refused.error ?? refused.code}: ${refused.error_description ?? refused.message}`);
  }
});
program.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${program.address().port}`));

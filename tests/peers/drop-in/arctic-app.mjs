// arctic 3, and TikTok's user info fetched as its documentation shows.
import { generateCodeVerifier, generateState, TikTok } from 'arctic';
import { serve } from './serve.mjs';

const tiktok = new TikTok(process.env.TIKTOK_CLIENT_KEY, process.env.TIKTOK_CLIENT_SECRET, `http://localhost:${process.env.PORT}/callback`);
const started = new Map();

serve(async (request) => {
  const url = new URL(request.url);
  if (url.pathname === '/login') {
    const state = generateState();
    const verifier = generateCodeVerifier();
    started.set(state, verifier);
    return Response.redirect(tiktok.createAuthorizationURL(state, verifier, ['user.info.basic', 'user.info.profile']));
  }
  if (url.pathname === '/callback' && started.has(url.searchParams.get('state'))) {
    const tokens = await tiktok.validateAuthorizationCode(url.searchParams.get('code'), started.get(url.searchParams.get('state')));
    const answer = await fetch('https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_url,display_name,username', {
      headers: { authorization: `Bearer ${tokens.accessToken()}` },
    });
    return Response.json((await answer.json()).data.user);
  }
  return new Response('home', { status: 404 });
});

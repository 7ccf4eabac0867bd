// Auth.js with its TikTok provider, key and secret from the environment, nothing else: what its documentation says.
import { Auth } from '@auth/core';
import TikTok from '@auth/core/providers/tiktok';
import { serve } from './serve.mjs';

const config = {
  basePath: '/auth',
  trustHost: true,
  secret: 'a-secret-of-this-application-only',
  providers: [TikTok({ clientId: process.env.TIKTOK_CLIENT_KEY, clientSecret: process.env.TIKTOK_CLIENT_SECRET })],
};

serve((request) => (new URL(request.url).pathname.startsWith('/auth/') ? Auth(request, config) : new Response('home')));

// better-auth with its TikTok provider.
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { serve } from './serve.mjs';

const auth = betterAuth({
  baseURL: `http://localhost:${process.env.PORT}`,
  secret: 'a-secret-of-this-application-only-and-long-enough',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  socialProviders: { tiktok: { clientKey: process.env.TIKTOK_CLIENT_KEY, clientSecret: process.env.TIKTOK_CLIENT_SECRET } },
  telemetry: { enabled: false },
});

serve((request) => (new URL(request.url).pathname.startsWith('/api/auth') ? auth.handler(request) : new Response('home')));

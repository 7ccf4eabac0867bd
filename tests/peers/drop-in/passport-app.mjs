// Passport with passport-tiktok-auth in Express.
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import TikTokStrategy from 'passport-tiktok-auth';

passport.use(
  new TikTokStrategy.Strategy(
    {
      clientID: process.env.TIKTOK_CLIENT_KEY,
      clientSecret: process.env.TIKTOK_CLIENT_SECRET,
      callbackURL: `http://localhost:${process.env.PORT}/auth/tiktok/callback`,
      scope: ['user.info.basic', 'user.info.profile', 'user.info.stats'],
      state: true,
    },
    (accessToken, refreshToken, profile, done) => done(null, profile),
  ),
);
express()
  .use(session({ secret: 'a-secret-of-this-application-only', saveUninitialized: true, resave: false }))
  .use(passport.initialize())
  .get('/auth/tiktok', passport.authenticate('tiktok', { session: false }))
  .get('/auth/tiktok/callback', passport.authenticate('tiktok', { session: false }), (request, response) => response.json(request.user))
  .listen(process.env.PORT, 'localhost', () => console.log('listening'));

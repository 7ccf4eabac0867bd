import { defineConfig } from 'vitepress';
import { sidebar } from './navigation.mjs';
import { oneButton } from './sidebar-plugin.mjs';

// As GitHub makes them, so that a link to a heading works in both places.
const slugify = (title) => title.trim().toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-');

export default defineConfig({
  title: 'Tokgate',
  description: 'Sign in with TikTok for any application.',
  lang: 'en',
  srcDir: 'obj',
  outDir: 'dist',
  cacheDir: 'node_modules/.vitepress',
  base: process.env.DOCS_BASE ?? '/',
  metaChunk: true,
  ignoreDeadLinks: 'localhostLinks', // quick starts name the addresses of what they start
  head: [['link', { rel: 'icon', href: 'data:,' }], ['meta', { name: 'referrer', content: 'no-referrer' }]],
  vite: { plugins: [oneButton], build: { chunkSizeWarningLimit: 1_000 } }, // the largest is the index of all pages, which is fetched when somebody searches
  markdown: { anchor: { slugify }, toc: { slugify }, theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } },
  themeConfig: {
    nav: [
      { text: 'Quick starts', link: '/start/', activeMatch: '/start/' },
      { text: 'Production', link: '/deploy' },
      { text: 'Settings', link: '/settings' },
      { text: 'Errors', link: '/errors/', activeMatch: '/errors/' },
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    docFooter: { prev: 'Before this', next: 'After this' },
    footer: { message: 'MIT licence. Tokgate is not affiliated with TikTok.' },
  },
});

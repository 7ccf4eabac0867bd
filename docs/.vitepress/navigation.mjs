// The navigation, made of what lies in the folders, so that a new page stands in it without being listed. Pages directly in docs/ belong to a chapter by name;
// one that belongs to none stops the build.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const stage = fileURLToPath(new URL('../obj/', import.meta.url));

const chapters = [
  { text: 'Start', pages: ['index', 'overview', 'playground', 'first-ten-minutes'] },
  { text: 'Quick starts', folder: 'start', first: ['index', 'openid-connect', 'aspnetcore', 'login-endpoints', 'vault'] },
  { text: 'Guides', folder: 'guides', first: ['app-review', 'troubleshooting'], pages: ['webhooks'] },
  { text: 'Dashboard', folder: 'dashboard', first: ['applications', 'connections', 'try-it', 'doctor'], collapsed: true },
  { text: 'Operate', pages: ['deploy', 'production', 'way-to-production', 'restoring', 'upgrade', 'telemetry', 'scale'] },
  { text: 'Reference', pages: ['settings', 'cli', 'audit-events'], last: ['errors/index', 'management/index'] },
  { text: 'Protocols', folder: 'protocol', first: ['tiktok', 'oidc'] },
  { text: 'Management API', folder: 'management', first: ['index'], collapsed: true },
  { text: 'Security', folder: 'security', first: ['model', 'threats', 'reporting'] },
  { text: 'Compare', pages: ['compare'] },
  { text: 'Decisions', folder: 'decisions', collapsed: true },
];

const programs = { 1: 'Client library', 2: 'ASP.NET Core', 3: 'Broker', 4: 'Emulator', 5: 'Playground', 6: 'Vault', 7: 'Command line' };

const exists = (page) => existsSync(join(stage, `${page}.md`));
const names = (folder) => readdirSync(join(stage, folder), { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.md')).map((entry) => entry.name.slice(0, -3)).sort();

function titleOf(page) {
  const text = readFileSync(join(stage, `${page}.md`), 'utf8');
  const title = /^nav: *(.+)$/m.exec(/^---\n[^]*?\n---\n/.exec(text)?.[0] ?? '')?.[1] ?? /^# +(.+)$/m.exec(text)?.[1];
  if (!title) throw new Error(`${page}.md has no title`);
  return title.replaceAll('`', '');
}

const called = { index: 'Where to begin', overview: 'The whole of it' };
const item = (page, text = called[page] ?? titleOf(page)) => ({ text, link: `/${page.replace(/(^|\/)index$/, '$1')}` });

function pagesOf({ pages = [], folder, first = [], last = [] }) {
  const listed = folder && existsSync(join(stage, folder)) ? names(folder) : [];
  const led = first.filter((name) => listed.includes(name));
  return [
    ...(folder ? [] : pages.filter(exists)),
    ...[...led, ...listed.filter((name) => !led.includes(name))].map((name) => `${folder}/${name}`),
    ...(folder ? pages.filter(exists) : []),
    ...last,
  ];
}

export function sidebar() {
  const forgotten = names('.').filter((name) => !chapters.some(({ pages = [] }) => pages.includes(name)));
  if (forgotten.length > 0) throw new Error(`No chapter of the navigation has ${forgotten.join(', ')}: name them in .vitepress/navigation.mjs.`);
  const main = chapters
    .map((chapter) => ({ text: chapter.text, collapsed: chapter.collapsed ?? false, items: pagesOf(chapter).map((page) => item(page)) }))
    .filter(({ items }) => items.length > 0);
  const errors = Object.entries(programs).map(([digit, text]) => ({
    text, collapsed: true,
    items: names('errors').filter((name) => name.startsWith(`TTK${digit}`)).map((name) => item(`errors/${name}`)),
  }));
  return { '/errors/': [{ text: 'Errors by id', items: [item('errors/index', 'What an id is')] }, ...errors, { text: 'Documentation', items: [item('index'), item('guides/troubleshooting')] }], '/': main };
}

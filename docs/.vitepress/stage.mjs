// Lays out the pages of the site in docs/obj: everything of docs/, the README, and each file outside docs/ that a page links to, as a page of its own.
// So a link works on a plain checkout and on the site, and none of them ends at a host.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stage = join(root, 'docs/obj');
const notOurs = new Set(['bin', 'obj', 'dist', 'node_modules', '.git', '.test', '.tokgate', '.vitepress']);
const languages = { '.cs': 'csharp', '.csproj': 'xml', '.mjs': 'js', '.js': 'js', '.ts': 'ts', '.tsx': 'tsx', '.json': 'json', '.yaml': 'yaml', '.html': 'html', '.css': 'css', '.cshtml': 'html', '.service': 'ini', '.timer': 'ini', '.env': 'ini', '.sh': 'sh', '.svg': 'xml', '.conf': 'nginx' };
const link = /(!?\[(?:[^\][]|\[[^\]]*\])*\]\()([^)\s]+)((?:\s+"[^"]*")?\))/g;
const verbatim = /^(?:```|~~~).*?^(?:```|~~~)[^\S\n]*$|`[^`\n]*`/gms;

/** Where a file of the repository stands on the site, without the ending of a page. */
function placeOf(path) {
  if (path === 'README.md') return 'overview';
  const place = path.startsWith('docs/') ? path.slice('docs/'.length) : posix.join('tree', path);
  return isFolder(path) ? posix.join(place, 'index') : place.replace(/(^|\/)README\.md$/, '$1index').replace(/\.md$/, '').replace(/\.html$/, '.html.source'); // an address that ends in .html means the page
}

const isFolder = (path) => statSync(join(root, path)).isDirectory();
const read = (path) => readFileSync(join(root, path), 'utf8');
const wanted = new Set(); // files and folders that a link leads to
const done = new Set();

function walk(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? walk(posix.join(folder, entry.name)) : [posix.join(folder, entry.name)]));
}

/** The text with every link to a file of the repository turned into the way from this page to that file's page. */
function withLinks(path, text) {
  const from = dirname(`${placeOf(path)}.md`);
  const kept = [];
  const open = text.replace(verbatim, (block) => `\u0000${kept.push(block) - 1}\u0000`);
  return open
    .replace(link, (whole, before, target, after) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('#')) return whole;
      const [file, anchor] = target.split('#', 2);
      const found = posix.normalize(posix.join(file.startsWith('/') ? '' : dirname(path), decodeURIComponent(file))).replace(/^\/|\/$/g, '');
      if (found.startsWith('..') || !existsSync(join(root, found))) throw new Error(`${path}: the link to ${target} leads nowhere`);
      if (before.startsWith('!')) return `${before}${relative(from, found.replace(/^docs\//, ''))}${after}`;
      const readme = isFolder(found) && existsSync(join(root, found, 'README.md')) ? posix.join(found, 'README.md') : found;
      wanted.add(readme);
      return `${before}${relative(from, placeOf(readme))}.md${anchor ? `#${anchor}` : ''}${after}`;
    })
    .replace(/\u0000(\d+)\u0000/g, (_, index) => kept[index]);
}

function relative(from, to) {
  const way = posix.relative(from, to);
  return way.startsWith('.') ? way : `./${way}`;
}

function write(path, text) {
  const file = join(stage, `${placeOf(path)}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  done.add(path);
}

// A file that is no page is shown as it is; longer fences than any in it hold it.
function asSource(path) {
  const text = read(path);
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length + 1)));
  const language = text.length > 40_000 ? 'text' : languages[extname(path)] ?? (basename(path) === 'Dockerfile' ? 'docker' : 'text');
  return `---\nsearch: false\noutline: false\n---\n\n# ${path}\n\n${fence}${language}\n${text.trimEnd()}\n${fence}\n`;
}

function asFolder(path) {
  const files = walk(path).filter((file) => !/(?:^|\/)(?:packages\.lock\.json|package-lock\.json|\.npmrc)$/.test(file) && !/\.(?:png|ico)$/.test(file));
  const rows = files.map((file) => `- [${posix.relative(path, file)}](/${file})`).join('\n');
  return `---\nsearch: false\noutline: false\n---\n\n# ${path}\n\n${rows}\n`;
}

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
cpSync(join(root, 'docs/images'), join(stage, 'images'), { recursive: true });
for (const path of ['README.md', ...walk('docs').filter((file) => file.endsWith('.md'))]) {
  write(path, withLinks(path, read(path)));
}
for (let left = [...wanted]; left.length > 0; left = [...wanted].filter((path) => !done.has(path))) {
  for (const path of left.filter((one) => !done.has(one))) {
    write(path, isFolder(path) ? withLinks(path, asFolder(path)) : path.endsWith('.md') ? `---\nsearch: false\n---\n\n${withLinks(path, read(path))}` : asSource(path));
  }
}
console.log(`${done.size} pages laid out`);

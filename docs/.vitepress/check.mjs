// What VitePress does not look at: headings that links name, pictures, and that nothing on a page asks another host.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = process.argv[2] ? `${process.argv[2]}/` : fileURLToPath(new URL('../dist/', import.meta.url));
const base = process.env.DOCS_BASE ?? '/';
const heaviest = 450_000; // of one page with what it always loads, compressed by nothing; a file of the repository weighs what it weighs
const faults = [];
const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => posix.join(entry.parentPath.slice(site.length), entry.name));
const pages = new Map(files.filter((file) => file.endsWith('.html')).map((file) => [file, readFileSync(join(site, file), 'utf8')]));
const ids = new Map([...pages].map(([file, html]) => [file, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id)))]));

function decode(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}

/** The file that an address of this site means, or undefined. */
function fileOf(path) {
  if (!path.startsWith(base)) return undefined;
  const name = decodeURIComponent(path.slice(base.length));
  return [name, `${name}.html`, posix.join(name, 'index.html')].find((file) => file && existsSync(join(site, file)) && statSync(join(site, file)).isFile());
}

for (const [page, html] of pages) {
  const here = new URL(base + page, 'http://site.invalid');
  for (const [, tag, attribute, value] of html.matchAll(/<(a|img|script|link|source|iframe|use)\b[^>]*?\s(href|src|srcset|xlink:href)="([^"]*)"/g)) {
    const address = decode(value);
    if (address.startsWith('data:') || address.startsWith('mailto:')) continue;
    const url = new URL(address, here);
    if (url.origin !== here.origin) {
      if (tag !== 'a') faults.push(`${page}: <${tag} ${attribute}="${address}"> asks another host`);
      continue;
    }
    const file = fileOf(url.pathname);
    if (!file) {
      faults.push(`${page}: ${address} leads nowhere`);
    } else if (url.hash && ids.has(file) && !ids.get(file).has(decodeURIComponent(url.hash.slice(1)))) {
      faults.push(`${page}: ${address} names a heading that is not there`);
    }
  }
  const always = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, address]) => fileOf(new URL(address, here).pathname)).filter(Boolean);
  const weight = html.length + [...new Set(always)].reduce((sum, file) => sum + statSync(join(site, file)).size, 0);
  if (weight > heaviest && !page.startsWith('tree/')) faults.push(`${page} weighs ${weight} bytes with what it loads; ${heaviest} are allowed`);
}
for (const file of files.filter((name) => name.endsWith('.css'))) {
  for (const [, address] of readFileSync(join(site, file), 'utf8').matchAll(/url\(["']?(https?:[^)"']+)/g)) faults.push(`${file}: asks ${address}`);
}
if (faults.length > 0) {
  console.error(`${faults.length} faults of the site:\n${[...new Set(faults)].join('\n')}`);
  process.exit(1);
}
console.log(`${pages.size} pages, every link and heading there, no other host asked`);

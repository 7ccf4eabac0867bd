// For clients whose hosts are constants: what they fetch from TikTok's names goes to the emulator, as a hosts file and a proxy would send it.
const tiktokHosts = ['https://www.tiktok.com', 'https://open.tiktokapis.com'];

/** @returns the address at the emulator; other addresses stay. */
export function atEmulator(url, base) {
  const { origin } = new URL(url);
  return tiktokHosts.includes(origin) ? String(url).replace(origin, base) : String(url);
}

/** Replaces the global fetch; what it returns puts it back. */
export function mapHosts(base) {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    input instanceof Request ? original(new Request(atEmulator(input.url, base), input), init) : original(atEmulator(input, base), init);
  return () => (globalThis.fetch = original);
}

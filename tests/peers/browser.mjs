// A browser as far as a sign-in needs one: cookies per site, and redirects followed one by one, to the application or to the emulator.
export class Browser {
  #cookies = new Map();
  #sites;
  visited = [];

  /** @param sites origin -> how to fetch it; other origins go over the network. */
  constructor(sites = {}) {
    this.#sites = sites;
  }

  async open(url, { method = 'GET', form, headers = {} } = {}) {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map();
    const request = {
      method,
      redirect: 'manual',
      headers: { ...headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    };
    if (form) {
      request.body = new URLSearchParams(form).toString();
      request.headers['content-type'] = 'application/x-www-form-urlencoded';
    }
    this.visited.push(url);
    const response = await (this.#sites[origin] ?? fetch)(url, request);
    this.keep(origin, response.headers);
    return response;
  }

  /** Takes the cookies of an answer that did not come through this browser. */
  keep(origin, headers) {
    const jar = this.#cookies.get(origin) ?? new Map();
    for (const cookie of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) {
        jar.delete(name);
      } else {
        jar.set(name, value);
      }
    }
    this.#cookies.set(origin, jar);
  }

  /** Follows redirects to rest and says where that was. */
  async walk(url, request) {
    let response = await this.open(url, request);
    for (let hops = 0; response.headers.has('location'); hops += 1) {
      if (hops === 20) {
        throw new Error(`redirected in a circle, at last to ${url.slice(0, 200)}`);
      }
      url = new URL(response.headers.get('location'), url).href;
      response = await this.open(url);
    }
    return { url: new URL(url), response, text: await response.text() };
  }
}

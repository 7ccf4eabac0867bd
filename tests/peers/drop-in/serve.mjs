// A Node server around a handler of web requests, as frameworks have it.
import { createServer } from 'node:http';

export function serve(handler) {
  createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const { method, headers, url } = incoming;
    const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks);
    const answer = await handler(new Request(`http://${headers.host}${url}`, { method, headers, body }));
    outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() });
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(process.env.PORT, 'localhost', () => console.log('listening'));
}

// The token proxy that people write: Express takes the form, axios sends it to TikTok's token endpoint under TikTok's names. Its connections are kept.
import { Agent } from 'node:http';
import axios from 'axios';
import express from 'express';

const [, , upstream] = process.argv;
const client = axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) });
const program = express();
program.post('/proxy/token', express.urlencoded({ extended: false }), async (request, response) => {
  const { client_id: key, client_secret: secret, ...rest } = request.body;
  const answer = await client.post(upstream, new URLSearchParams({ client_key: key, client_secret: secret, ...rest }));
  response.json(answer.data);
});
const server = program.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
process.stdin.resume().on('end', () => process.exit());

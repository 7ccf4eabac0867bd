// Says of each message whether npm standardwebhooks takes it.
// Standard input: { "secret": text, "now": milliseconds, "messages": [{ "headers": {}, "body": text }] }; standard output: [boolean].
import { Webhook } from 'standardwebhooks';
import { text } from 'node:stream/consumers';

const { secret, now, messages } = JSON.parse(await text(process.stdin));
Date.now = () => now; // the package has no clock of its own
const webhook = new Webhook(secret);
const taken = [];
for (const { headers, body } of messages) {
  try {
    webhook.verify(body, headers);
    taken.push(true);
  } catch {
    taken.push(false);
  }
}
console.log(JSON.stringify(taken));

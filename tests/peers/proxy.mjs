// Starts the token proxy as the program that it is, alone, in front of an emulator.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = ['Release', 'Debug']
  .map((configuration) => fileURLToPath(new URL(`../../src/Tokgate.Server/bin/${configuration}/net10.0/Tokgate.Server.dll`, import.meta.url)))
  .find((path) => existsSync(path));

/** @param clients What stands in Tokgate__Proxy__Clients. */
export async function startProxy(clients) {
  if (!built) {
    throw new Error('The server is not built: run `dotnet build Tokgate.slnx -c Release` first.');
  }
  const settings = clients.flatMap((client, index) => Object.entries(client).map(([name, value]) => [`Tokgate__Proxy__Clients__${index}__${name}`, String(value)]));
  const program = spawn('dotnet', [built, 'proxy', '--urls', 'http://127.0.0.1:0'], {
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', ...Object.fromEntries(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  let said = '';
  const base = await new Promise((resolve, reject) => {
    const hear = (text) => {
      said += text;
      const listening = /Now listening on: (\S+)/.exec(said);
      if (listening) {
        resolve(listening[1]);
      }
    };
    program.stdout.on('data', hear);
    program.stderr.on('data', hear);
    program.once('exit', (code) => reject(new Error(`The proxy ended with ${code}:\n${said}`)));
  });
  return {
    base,
    said: () => said,
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}

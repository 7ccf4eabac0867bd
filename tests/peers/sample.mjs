// Runs a program of samples/ on Node, with the packages that the tests have instead of installing them once more.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @returns its address, which is the first line that it says. */
export async function startSample(path, environment) {
  const folder = await mkdtemp(join(tmpdir(), 'tokgate-sample-'));
  await cp(at(`../../samples/${path}`), join(folder, basename(path)));
  await symlink(at('node_modules'), join(folder, 'node_modules'));
  const program = spawn(process.execPath, [basename(path)], { cwd: folder, env: { ...process.env, PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => program.once('exit', resolve));
  const base = await new Promise((resolve, reject) => {
    program.stdout.setEncoding('utf8').once('data', (line) => resolve(line.trim()));
    ended.then((code) => reject(new Error(`The sample ended with ${code}.`)));
  });
  return {
    base,
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

// Reads what the test runners left and says what failed. Last line: "<passed> <failed>".
// A runner that ended badly without a failed test, a skipped test and an assembly without tests all count as failures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    name ? (entities[name] ?? all) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));

const element = (xml, name) => {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
  return found ? decode(found[1]).trim() : '';
};

/** Sums a trx file: every result that is not "Passed" is a failure with a name and a message. */
export function readTrx(xml, exitCode, expectedAssemblies = []) {
  const outcome = { passed: 0, failures: [] };
  for (const [result, attributes] of xml.matchAll(/<UnitTestResult\s([^>]*?)(?:\/>|>[\s\S]*?<\/UnitTestResult>)/g)) {
    const name = decode(/testName="([^"]*)"/.exec(attributes)?.[1] ?? '(no name)');
    const verdict = /outcome="([^"]*)"/.exec(attributes)?.[1] ?? '(no outcome)';
    if (verdict === 'Passed') {
      outcome.passed += 1;
    } else {
      const told = [element(result, 'Message'), element(result, 'StackTrace').split('\n').slice(0, 6).join('\n')].filter(Boolean).join('\n');
      outcome.failures.push({ name, message: verdict === 'Failed' ? told : `${verdict}: a test here runs or is deleted.\n${told}` });
    }
  }
  const ran = new Set([...xml.matchAll(/codeBase="([^"]*)"/g)].map(([, path]) => basename(decode(path))));
  for (const assembly of expectedAssemblies.map((path) => basename(path)).filter((name) => !ran.has(name))) {
    outcome.failures.push({ name: assembly, message: 'ran no test: not built, not discovered, or its host died before the first one.' });
  }
  const notes = [...xml.matchAll(/<RunInfo\s[\s\S]*?<\/RunInfo>/g)].map(([info]) => element(info, 'Text'));
  for (const note of notes.filter((text) => /test run was aborted/i.test(text))) {
    outcome.failures.push({ name: 'a test host', message: note.split('\n').slice(0, 8).join('\n') });
  }
  if (exitCode !== 0 && outcome.failures.length === 0) {
    outcome.failures.push({ name: 'dotnet test', message: [`ended with ${exitCode} although no test failed: a test host crashed or hung.`, ...notes].join('\n') });
  }
  return outcome;
}

/** The tests that ran when their host ended, by the runner's own notes. */
export function readUnfinished(sequences) {
  const tests = sequences.flatMap((xml) => [...xml.matchAll(/<Test\s[^>]*?DisplayName="([^"]*)"[^>]*Completed="False"/gi)].map(([, name]) => decode(name)));
  return { passed: 0, failures: [...new Set(tests)].map((name) => ({ name, message: 'did not end: it hung or crashed, or another test of its host did.' })) };
}

/** Sums the TAP output of `node --test`. */
export function readTap(tap, exitCode) {
  const counter = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? NaN);
  const outcome = { passed: counter('pass') || 0, failures: [] };
  const lines = tap.split('\n');
  const leaf = (index) => !/^\s*type: 'suite'/m.test(lines.slice(index + 1, index + 6).join('\n'));
  lines.forEach((line, index) => {
    const bad = /^\s*not ok \d+ - (.*)$/.exec(line) ?? /^\s*ok \d+ - (.* # (?:SKIP|TO[D]O).*)$/i.exec(line);
    if (bad && leaf(index)) {
      const end = lines.findIndex((other, at) => at > index && /^\s*\.\.\.$/.test(other));
      const diagnostic = lines.slice(index + 2, end < 0 ? index + 2 : end).map((text) => text.trim());
      outcome.failures.push({ name: bad[1], message: diagnostic.slice(0, 24).join('\n') });
    }
  });
  const counted = ['fail', 'cancelled', 'skipped', 'todo'].map((name) => counter(name) || 0).reduce((sum, count) => sum + count, 0);
  while (outcome.failures.length < counted) {
    outcome.failures.push({ name: 'node --test', message: 'counted as not passed, but not named: see .test/logs/node.log' });
  }
  if (outcome.failures.length === 0 && (exitCode !== 0 || Number.isNaN(counter('pass')) || outcome.passed === 0)) {
    outcome.failures.push({ name: 'node --test', message: `ended with ${exitCode} and no failed test, or without a sum, or without any test.` });
  }
  return outcome;
}

/** A step that is itself a test: one passed or one failed. */
export function readStep(name, exitCode, log) {
  return exitCode === 0
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [{ name, message: [...new Set(log.split('\n'))].slice(0, 40).join('\n') }] };
}

function main(args) {
  const given = { expect: [], steps: [] };
  while (args.length > 0) {
    const option = args.shift();
    if (option === '--expect') {
      given.expect.push(args.shift());
    } else if (option === '--step') {
      given.steps.push({ name: args.shift(), exitCode: Number(args.shift()), log: args.shift() });
    } else {
      given[option.slice(2)] = args.shift();
    }
  }
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  const sequences = existsSync(given.trx) ? readdirSync(dirname(given.trx), { recursive: true }).filter((path) => /Sequence.*\.xml$/.test(path)) : [];
  const outcomes = [
    readUnfinished(sequences.map((path) => read(join(dirname(given.trx), path)))),
    readTrx(read(given.trx), Number(given['trx-exit']), given.expect),
    ...(given.tap ? [readTap(read(given.tap), Number(given['tap-exit']))] : []),
    ...given.steps.map((step) => readStep(step.name, step.exitCode, read(step.log))),
  ];
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  for (const { name, message } of failures) {
    console.log(`\nFAILED ${name}\n${message.replace(/^/gm, '    ')}`);
  }
  console.log(`${outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)} ${failures.length}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2));
}

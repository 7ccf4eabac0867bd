// The sum that ./test prints is only worth something if it cannot call a broken run good.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStep, readTap, readTrx, readUnfinished } from './test-results.mjs';

const result = (outcome, output = '') => `<UnitTestResult executionId="1" testName="A &quot;name&quot;" outcome="${outcome}">${output}</UnitTestResult>`;
const method = '<TestMethod codeBase="/x/bin/One.Tests.dll" adapterTypeName="xunit" />';

test('passed results are counted', () => {
  assert.deepEqual(readTrx(result('Passed') + '<UnitTestResult testName="b" outcome="Passed" />' + method, 0, ['/y/One.Tests.dll']), { passed: 2, failures: [] });
});

test('a failed result is named with its message', () => {
  const { failures } = readTrx(result('Failed', '<Output><ErrorInfo><Message>1 &lt; 2</Message></ErrorInfo></Output>'), 1);
  assert.deepEqual(failures, [{ name: 'A "name"', message: '1 < 2' }]);
});

test('a skipped result is a failure', () => {
  assert.equal(readTrx(result('NotExecuted'), 0).failures.length, 1);
});

test('a host that crashed without a failed test is a failure', () => {
  assert.match(readTrx(result('Passed'), 1).failures[0].message, /crashed/);
});

test('a host that crashed beside another failure is a failure of its own', () => {
  const info = '<RunInfo outcome="Error"><Text>The active test run was aborted. Reason: Test host process crashed</Text></RunInfo>';
  assert.equal(readTrx(result('Failed') + info, 1).failures.length, 2);
});

test('a test that did not end is named once', () => {
  const sequence = '<Test Name="a" DisplayName="A" Completed="True" /><Test Name="b" DisplayName="B" Source="x" Completed="False" />';
  assert.deepEqual(readUnfinished([sequence, sequence]).failures.map(({ name }) => name), ['B']);
});

test('an assembly that ran nothing is a failure', () => {
  assert.equal(readTrx(result('Passed') + method, 0, ['/y/One.Tests.dll', '/y/Two.Tests.dll']).failures[0].name, 'Two.Tests.dll');
});

test('a missing trx file is a failure', () => {
  assert.equal(readTrx('', 1).failures.length, 1);
});

test('node results are counted and failures named', () => {
  const tap = "TAP version 13\nok 1 - good\n  ---\n  duration_ms: 1\n  ...\nnot ok 2 - bad\n  ---\n  error: 'no'\n  ...\n1..2\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 0\n# todo 0\n";
  const { passed, failures } = readTap(tap, 1);
  assert.equal(passed, 1);
  assert.deepEqual(failures, [{ name: 'bad', message: "error: 'no'" }]);
});

test('a skipped node test is a failure', () => {
  assert.equal(readTap('ok 1 - later # SKIP\n# pass 1\n# fail 0\n# skipped 1\n', 0).failures.length, 1);
});

test('a node run without a sum, or without tests, is a failure', () => {
  assert.equal(readTap('', 0).failures.length, 1);
  assert.equal(readTap('# pass 0\n# fail 0\n', 0).failures.length, 1);
  assert.equal(readTap('# pass 3\n# fail 0\n', 7).failures.length, 1);
});

test('a step counts as one test', () => {
  assert.equal(readStep('format', 0, '').passed, 1);
  assert.equal(readStep('format', 2, 'line\nline').failures[0].message, 'line');
});

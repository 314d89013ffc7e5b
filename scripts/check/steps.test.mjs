import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countOf, isPossible, STAGES } from './steps.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function step(report) {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return { name: 'tests', command: ['true'], report: file, count: (counted) => counted };
}

it('counts the tests that a step reports', () => {
  expect(countOf(step({ passed: 7, failed: 0 }), true)).toEqual({ passed: 7, failed: 0 });
  expect(countOf(step({ passed: 5, failed: 2 }), false)).toEqual({ passed: 5, failed: 2 });
});

it('counts a step that failed without a failing test as one failure', () => {
  expect(countOf(step({ passed: 7, failed: 0 }), false)).toEqual({ passed: 7, failed: 1 });
  expect(countOf({ name: 'types', command: ['tsc'] }, false)).toEqual({ passed: 0, failed: 1 });
});

it('does not believe a run of tests that ran none', () => {
  expect(countOf(step({ passed: 0, failed: 0 }), true)).toEqual({ passed: 0, failed: 1 });
  expect(countOf({ ...step({}), report: path.join(folder, 'absent.json') }, true)).toEqual({ passed: 0, failed: 1 });
});

it('leaves out only the steps that need one that failed', () => {
  const possible = (failed) => STAGES.flat().filter((each) => isPossible(each, new Set(failed)));
  const names = (steps) => steps.map(({ name }) => name);
  expect(names(possible(['types', 'lint', 'unit and scenario tests']))).toEqual(names(STAGES.flat()));
  expect(names(STAGES.flat()).filter((name) => !names(possible(['build'])).includes(name))).toEqual(['end to end']);
});

it('names steps that are there and run before', () => {
  STAGES.forEach((steps, index) => {
    const before = STAGES.slice(0, index).flat();
    for (const { needs } of steps) expect(needs === undefined || before.some(({ name }) => name === needs)).toBe(true);
  });
});

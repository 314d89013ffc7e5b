import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sortTests } from './test-projects.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-projects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes files and returns the project of each test among them. */
function projectsOf(files) {
  const at = mkdtempSync(path.join(folder, 'tree-'));
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    writeFileSync(path.join(at, file), source);
  }
  const names = (list) => list.map((file) => path.relative(at, file));
  const { unit, wire } = sortTests([at]);
  return { unit: names(unit), wire: names(wire) };
}

it('calls a test that opens sockets itself a wire test', () => {
  expect(
    projectsOf({
      'a.test.ts': "import { connect } from 'node:net';",
      'b.test.ts': "import { readFileSync } from 'node:fs';",
      'c.test.mjs': "import 'ws';",
      'd.test.tsx': "import {\n  one,\n  two,\n} from '@fastify/static';",
      'e.test.ts': "import { x } from './x?modulePath';",
      'f.test.ts': "import { x } from 'wsx';",
    }),
  ).toEqual({ unit: ['b.test.ts', 'f.test.ts'], wire: ['a.test.ts', 'c.test.mjs', 'd.test.tsx', 'e.test.ts'] });
});

it('follows imports through the source, in a circle too, and no types', () => {
  expect(
    projectsOf({
      'room/far.test.ts': "import { one } from '../one';",
      'room/type.test.ts': "import type { Server } from '../server';\nimport { pure } from '../pure';",
      'room/late.test.ts': "await import('../server');",
      'one.ts': "export { two } from './two';",
      'two.ts': "import { one } from './one';\nimport { serve } from './server';",
      'pure.ts': "import { pure } from './pure';",
      'server.ts': "import { createServer } from 'node:http';",
    }),
  ).toEqual({ unit: ['room/type.test.ts'], wire: ['room/far.test.ts', 'room/late.test.ts'] });
});

it('sorts every test of the repository into one of the two', () => {
  const { unit, wire } = sortTests(['src', 'scripts', 'test']);
  const files = ['src', 'scripts', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  expect([...unit, ...wire].sort()).toEqual(files.filter((file) => /\.test\.[a-z]+$/.test(file)).sort());
  expect(unit).toContain(path.join('src', 'shared', 'call', 'events.test.ts'));
  expect(wire).toContain(path.join('src', 'main', 'store', 'journal', 'journal.test.ts'));
});

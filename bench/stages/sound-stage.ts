import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

const PLAYWRIGHT = path.resolve('node_modules/@playwright/test/cli.js');

const Test = z.object({ annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })) });
const Suite = z.object({
  specs: z.array(z.object({ title: z.string(), ok: z.boolean(), tests: z.array(Test) })).default([]),
  get suites() {
    return z.array(Suite).default([]);
  },
});
const Report = z.object({ suites: z.array(Suite) });

/** One row of measurements in the real desktop app. */
export interface SoundFigure {
  readonly name: string;
  readonly figures: string;
}

/** Measures the desktop app with a microphone, a sound card and a page, by running the specs `e2e/*.bench.ts`. */
export async function soundStage(): Promise<readonly SoundFigure[]> {
  const args = [PLAYWRIGHT, 'test', '--project=sound', '--workers=1', '--reporter=json'];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, SWITCHBOARD_BENCH: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  return Report.parse(JSON.parse(printed)).suites.flatMap(figuresOf);
}

function figuresOf({ specs, suites }: z.infer<typeof Suite>): readonly SoundFigure[] {
  const own = specs.flatMap(({ title, ok, tests }) => [
    ...tests.flatMap(({ annotations }) =>
      annotations.map(({ type, description }) => ({ name: type, figures: description ?? '' })),
    ),
    ...(ok ? [] : [{ name: title, figures: 'failed' }]),
  ]);
  return [...own, ...suites.flatMap(figuresOf)];
}

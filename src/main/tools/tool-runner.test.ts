import { expect, it } from 'vitest';
import { createToolRunner } from './tool-runner';

const base = { description: '', parameters: {}, timeoutMs: 1000 };

it('runs an http tool with its executor, and neither a person’s nor the call’s own', async () => {
  const asked: string[] = [];
  const runner = createToolRunner({
    http: (tool, argumentsJson) => {
      asked.push(`${tool.name} ${argumentsJson}`);
      return Promise.resolve({ ok: true, output: 'shipped' });
    },
  });
  const { signal } = new AbortController();
  const http = { ...base, kind: 'http', name: 'lookup', method: 'GET', url: 'https://shop.example/' } as const;
  expect(await runner.run(http, '{}', signal)).toEqual({ ok: true, output: 'shipped' });
  expect(await runner.run({ ...base, kind: 'operator', name: 'ask' }, '{}', signal)).toMatchObject({ ok: false });
  expect(await runner.run({ ...base, kind: 'built-in', name: 'end_call' }, '{}', signal)).toMatchObject({ ok: false });
  expect(asked).toEqual(['lookup {}']);
});

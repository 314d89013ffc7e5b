import { expect, it } from 'vitest';
import { functionsOf } from '../../shared/tool/agent-function';
import type { Tool } from '../../shared/tool/tool';
import { createToolRunner, type ToolRun } from './tool-runner';

const base = { description: '', parameters: {}, timeoutMs: 1000 };

it('runs each kind with its executor, and neither a person’s nor the call’s own', async () => {
  const asked: string[] = [];
  const answer = ({ fn, argumentsJson }: Pick<ToolRun<'http'>, 'fn' | 'argumentsJson'>) => {
    asked.push(`${fn.tool.kind} ${fn.remoteName ?? fn.name} ${argumentsJson}`);
    return Promise.resolve({ ok: true, output: 'shipped' } as const);
  };
  const runner = createToolRunner({ http: answer, script: answer, mcp: answer });
  const run = async (tool: Tool) => {
    const [fn] = functionsOf([tool]);
    return fn && runner.run(fn, '{}', new AbortController().signal);
  };
  const server = { kind: 'mcp', name: 'shop', description: '', timeoutMs: 1000, url: 'https://mcp.example/' } as const;
  const functions = [{ name: 'orders/find', description: '', parameters: {} }];
  expect(await run({ ...base, kind: 'http', name: 'a', method: 'GET', url: 'https://shop.example/' })).toMatchObject({
    ok: true,
  });
  expect(await run({ ...base, kind: 'script', name: 'b', code: '' })).toMatchObject({ ok: true });
  expect(await run({ ...server, functions })).toMatchObject({ ok: true });
  expect(await run({ ...base, kind: 'operator', name: 'c' })).toMatchObject({ ok: false, failure: 'refused' });
  expect(await run({ ...base, kind: 'built-in', name: 'end_call' })).toMatchObject({ ok: false, failure: 'refused' });
  expect(asked).toEqual(['http a {}', 'script b {}', 'mcp orders/find {}']);
});

import { afterEach, expect, it } from 'vitest';
import type { Tool } from '../../shared/tool/tool';
import { createSender } from './http/guarded-request';
import { createHttpTool } from './http/http-tool';
import { createToolRunner } from './tool-runner';
import { NO_SECRETS, Servers, SHORT_DEADLINES } from './tools.fixture';
import { tryOut } from './trial';

const servers = new Servers();
afterEach(() => servers.closeAll());

const never = () => Promise.resolve({ ok: false, failure: 'failed', detail: 'not here' } as const);
const http = createHttpTool({ clock: SHORT_DEADLINES, send: createSender(), readSecret: NO_SECRETS });
const runner = createToolRunner({ http, script: never, mcp: never });
const clock = { nowMs: () => performance.now() };

it('tries a tool with what calls use, says what happened, and asks nobody for approval', async () => {
  const { origin } = await servers.open((request, response) => response.end(request.url));
  const tool: Tool = {
    kind: 'http',
    name: 'lookup',
    description: '',
    parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
    timeoutMs: 5000,
    method: 'GET',
    url: `${origin}/orders`,
    allowsLocal: true,
    approval: { when: 'always', waitMs: 60_000 },
  };
  const trial = await tryOut(runner, clock, { tool, functionName: 'lookup', argumentsJson: '{"id":"A17"}' });
  expect(trial.outcome).toEqual({ ok: true, output: '/orders?id=A17' });
  expect(trial.tookMs).toBeGreaterThan(0);
  expect(trial.log).toEqual(['In a call, a person would have to approve this', `GET ${origin}/orders?id=A17`]);
  const wrong = await tryOut(runner, clock, { tool, functionName: 'lookup', argumentsJson: '{}' });
  expect(wrong.outcome).toMatchObject({ ok: false, failure: 'bad-arguments' });
  const unknown = await tryOut(runner, clock, { tool, functionName: 'other', argumentsJson: '{}' });
  expect(unknown.outcome).toMatchObject({ ok: false, failure: 'unknown-tool' });
});

it('checks what an act of the call is asked for, and says what it would do', async () => {
  const tool: Tool = {
    kind: 'built-in',
    name: 'transfer_call',
    description: '',
    timeoutMs: 5000,
    way: 'blind',
    destinations: [{ label: 'Sales', number: '+14155550134' }],
    countries: ['DE'],
  };
  const to = (number: string) =>
    tryOut(runner, clock, { tool, functionName: 'transfer_call', argumentsJson: JSON.stringify({ to: number }) });
  expect((await to('Sales')).outcome).toMatchObject({ ok: true, output: expect.stringContaining('+14155550134') });
  expect((await to('+4930123456')).outcome).toMatchObject({ ok: true });
  for (const refused of ['Nobody', '+442079460000', '+882161234567', '+491900123456', '112', '+49'])
    expect((await to(refused)).outcome).toMatchObject({ ok: false, failure: 'bad-arguments' });
});

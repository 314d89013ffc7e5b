import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { DEFAULT_AGENT, profileOf, type Agent } from '../../../shared/agent/agent';
import type { CommandRefusal } from '../../ports/ports';
import type { AgentCommands } from '../../ports/ports-agents';
import type { Calls } from '../../ports/ports-operator';
import { createAgentHandlers } from './agent-handlers';
import { createBareConsole, createKeptCalls, createMemoryJournal, RANG } from '../console.fixture';
import { createConsoleProjection } from '../feed/console-projection';

const published = { version: 3, at: 0, profile: { ...profileOf(DEFAULT_AGENT), greeting: 'Third.' } };

function setUp(refusal?: CommandRefusal) {
  const journal = createMemoryJournal();
  const projection = createConsoleProjection(journal, []);
  const applied: [string, Agent][] = [];
  const asked: unknown[] = [];
  const agents: AgentCommands = {
    ...createBareConsole().agents,
    version: (id, version) => {
      asked.push([id, version]);
      return Promise.resolve(
        version === 3 ? { ok: true, published } : { ok: false, code: 'no-such-version', problems: [] },
      );
    },
    assign: (...given) => {
      asked.push(given);
      return Promise.resolve({ ok: true });
    },
  };
  const { calls: kept } = createKeptCalls();
  const calls: Pick<Calls, 'find'> = {
    find: (callId) => {
      const call = kept.find(callId);
      if (typeof call === 'string') return call;
      const applyAgent = (agent: Agent): CommandRefusal | undefined => {
        applied.push([callId, agent]);
        return refusal;
      };
      return { ...call, applyAgent };
    },
  };
  journal.record('c1', RANG);
  return { client: createRouterClient(createAgentHandlers({ agents, calls, projection })), applied, asked };
}

it('a call is given a version of its own agent, whoever asks', async () => {
  const { client, applied, asked } = setUp();
  expect(await client.applyToCall({ callId: 'c1', version: 3 })).toEqual({ ok: true });
  expect(asked).toEqual([['front-desk', 3]]);
  expect(applied).toEqual([['c1', { ...published.profile, id: 'front-desk', version: 3 }]]);
});

it('what cannot be applied is refused with the reason', async () => {
  expect(await setUp().client.applyToCall({ callId: 'c2', version: 3 })).toEqual({ ok: false, code: 'no-such-call' });
  expect(await setUp().client.applyToCall({ callId: 'c1', version: 4 })).toEqual({
    ok: false,
    code: 'no-such-version',
  });
  expect(await setUp('nothing-to-change').client.applyToCall({ callId: 'c1', version: 3 })).toEqual({
    ok: false,
    code: 'nothing-to-change',
  });
});

it('what makes no sense reaches no library', async () => {
  const { client, asked } = setUp();
  const wrong = [
    client.assign({ number: null, agentId: null as never }),
    client.assign({ number: '0123', agentId: 'a' }),
    client.assign({ number: '+14155550134', agentId: '../etc' }),
    client.version({ id: 'a', version: 0 }),
    client.version({ id: '', version: 1 }),
    client.create({ name: '   ' }),
    client.saveDraft({ id: 'a', revision: 1, profile: { ...published.profile, instructions: 'x'.repeat(500_001) } }),
    client.saveDraft({ id: 'a', revision: 1, profile: { name: 'half' } as never }),
  ];
  for (const each of wrong) await expect(each).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(asked).toEqual([]);
  expect(await client.assign({ number: '+14155550134', agentId: null })).toEqual({ ok: true });
});

import { describe, expect, it } from 'vitest';
import type { AgentLibrary } from '../../shared/agent/agent-library';
import { agentChoices } from './published-agents';

const LINE = '+14155550134';

function agent(id: string, published: string | null): AgentLibrary['agents'][number] {
  const version = published === null ? null : { version: 1, at: 0, name: published };
  return { id, name: `${id} draft`, model: 'm', voice: 'v', published: version, isDraftAhead: true };
}

const library: AgentLibrary = {
  agents: [agent('a', 'Front desk'), agent('b', 'Sales'), agent('c', null)],
  defaultId: 'a',
  lines: { [LINE]: 'b' },
  notices: [],
};

describe('agentChoices', () => {
  it('offers what was published, and first whoever speaks anyway', () => {
    const labels = (line: string | null): readonly string[] => agentChoices(library, line).map(({ label }) => label);
    expect(labels(null)).toEqual(['Front desk (default)', 'Front desk', 'Sales']);
    expect(labels('+442079460991')).toEqual(['Front desk (default)', 'Front desk', 'Sales']);
    expect(labels(LINE)).toEqual(['Sales (of this line)', 'Front desk', 'Sales']);
  });
});

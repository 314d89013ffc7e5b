import { describe, expect, it } from 'vitest';
import { AgentSchema, DEFAULT_AGENT } from '../../shared/agent/agent';
import { agentFaults } from './line-step';

describe('agentFaults', () => {
  it('finds nothing in what can be saved', () => {
    expect(agentFaults(DEFAULT_AGENT)).toEqual({});
    expect(agentFaults({ ...DEFAULT_AGENT, greeting: 'x'.repeat(2000) })).toEqual({});
  });

  it('agrees with the schema on what cannot', () => {
    const wrong = { ...DEFAULT_AGENT, greeting: 'x'.repeat(2001), instructions: 'x'.repeat(32_001), model: ' ' };
    expect(Object.keys(agentFaults(wrong))).toEqual(['greeting', 'instructions', 'model']);
    expect(agentFaults(wrong).greeting).toBe('Too long by 1 characters: 2,000 is the most.');
    expect(AgentSchema.safeParse({ ...wrong, model: '' }).success).toBe(false);
  });
});

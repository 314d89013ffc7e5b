import type { AgentRefusal } from '../../../shared/agent/agent-library';
import type { Refusal } from './refusals';

/** Explanations of why something was not done to an agent, each with a remedy. */
export const AGENT_REFUSAL_WORDS: Readonly<Record<AgentRefusal, Refusal>> = {
  'no-such-agent': { sentence: 'This agent is not there any more.', remedy: 'Another console may have removed it.' },
  'no-such-version': {
    sentence: 'This version cannot be read.',
    remedy: 'Its file was damaged; what is left of it was kept beside it.',
  },
  'changed-elsewhere': {
    sentence: 'Another console changed this draft in the meantime.',
    remedy: 'Look at what changed, then decide which of the two stays.',
  },
  'cannot-publish': {
    sentence: 'The draft cannot answer calls as it is.',
    remedy: 'Mend what is marked, then publish.',
  },
  'never-published': {
    sentence: 'This agent was never published, so it cannot answer calls.',
    remedy: 'Publish it first.',
  },
  'lines-use-it': {
    sentence: 'Lines are answered by this agent.',
    remedy: 'Give them another one on the Lines screen, then remove it.',
  },
  'is-default': {
    sentence: 'This agent answers every line that has none of its own.',
    remedy: 'Let another agent answer those, then remove it.',
  },
  'too-many': { sentence: 'There are as many agents as there can be.', remedy: 'Remove one that is not needed.' },
  'cannot-save': {
    sentence: 'This could not be written to disk; what was there before still counts.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
  'not-an-agent-file': {
    sentence: 'This file was not taken.',
    remedy: 'What is wrong with it is listed with its place.',
  },
};

import type { AgentProfile } from '../../../shared/agent/agent';
import type { AgentRecord } from '../../../shared/agent/agent-library';
import { TURN_TAKING_PRESETS } from '../../../shared/agent/turn-taking';
import { broken, never } from '../answers';
import { keptAgents } from '../library';
import { FRONT_DESK } from '../usual-answers';
import type { State } from './state';
import { agent, ANSWERED, call, rang, WELL } from './told';

const EDITED: Partial<AgentProfile> = {
  greeting: 'Something else.',
  instructions: '# Who you are\n\nYou answer the phone of **Kestrel Bikes** at night.\n\n- Be brief.',
  voice: 'cedar',
  turnTaking: TURN_TAKING_PRESETS.patient,
};

/** Agent with a draft that differs from what answers. */
function drafted(change: Partial<AgentProfile> = EDITED): AgentRecord {
  const { draft } = FRONT_DESK;
  return { ...FRONT_DESK, draft: { ...draft, profile: { ...draft.profile, ...change }, revision: 2 } };
}

const NIGHT: AgentRecord = {
  id: 'night-desk',
  draft: { ...FRONT_DESK.draft, profile: { ...FRONT_DESK.draft.profile, name: 'Night desk' } },
  published: null,
};

const AT = '/agents/front-desk';

/** States of the agents’ screen. */
export const AGENT_STATES: readonly State[] = [
  { name: 'agents-loading', at: '/agents', shows: 'no lines', answers: { agent: { list: never, get: never } } },
  { name: 'agents-broken', at: '/agents', shows: 'could not be read', answers: { agent: { list: broken } } },
  { name: 'agents-one', at: '/agents', shows: '1 agent', answers: { agent: keptAgents() } },
  {
    name: 'agents-many',
    at: AT,
    shows: 'never published',
    answers: {
      agent: keptAgents([drafted(), NIGHT], {
        lines: { '+14155550134': 'front-desk', '+442079460991': 'front-desk' },
        notices: [
          { agentId: 'night-desk', what: 'draft', kept: 'night-desk.draft.damaged.json' },
          { agentId: 'weekend-desk', what: 'newer', kept: 'agents/weekend-desk' },
        ],
      }),
    },
  },
  {
    name: 'agent-gone',
    at: '/agents/of-nobody',
    shows: 'This agent is not there any more.',
    answers: { agent: keptAgents() },
  },
  { name: 'agent-words', at: AT, shows: '4 fields of the draft differ', answers: { agent: keptAgents([drafted()]) } },
  {
    name: 'agent-voice',
    at: `${AT}/voice`,
    shows: 'Words to expect',
    answers: { agent: keptAgents([drafted({ noiseReduction: { microphone: 'far', strength: 0.6 } })]) },
  },
  { name: 'agent-turns', at: `${AT}/turns`, shows: 'Patient', answers: { agent: keptAgents([drafted()]) } },
  { name: 'agent-tools', at: `${AT}/tools`, shows: 'Add a tool', answers: { agent: keptAgents([drafted()]) } },
  { name: 'agent-limits', at: `${AT}/limits`, shows: 'Longest call', answers: { agent: keptAgents([drafted()]) } },
  {
    name: 'agent-versions',
    at: `${AT}/versions`,
    shows: 'Restore',
    answers: { agent: keptAgents([drafted()]) },
  },
  {
    name: 'agent-versions-compared',
    at: `${AT}/versions`,
    shows: 'Something else.',
    answers: { agent: keptAgents([drafted()]) },
    acts: [{ click: 'Compare with version 1' }],
  },
  {
    name: 'agent-problems',
    at: AT,
    shows: 'Give the agent a name.',
    answers: { agent: keptAgents([drafted({ name: '', language: 'English' })]) },
  },
  {
    name: 'agent-not-publishable',
    at: AT,
    shows: 'The draft cannot answer calls as it is.',
    answers: { agent: keptAgents([drafted({ name: '' })]) },
    acts: [{ click: 'Publish' }],
  },
  {
    name: 'agent-publish',
    at: AT,
    shows: 'Publish version 2',
    answers: { agent: keptAgents([drafted()]) },
    acts: [{ click: 'Publish' }],
  },
  {
    name: 'agent-publish-refused',
    at: AT,
    shows: 'Publish version 2',
    answers: { agent: { ...keptAgents([drafted()]), publish: { ok: false, code: 'cannot-save', problems: [] } } },
    acts: [{ click: 'Publish' }, { click: 'Publish' }],
  },
  {
    name: 'agent-conflict',
    at: AT,
    shows: 'theirs: ',
    answers: {
      agent: { ...keptAgents([drafted()]), saveDraft: { ok: false, code: 'changed-elsewhere', problems: [] } },
    },
    acts: [{ write: 'Mine is different.', into: 'Greeting' }, { click: 'Show the difference' }],
  },
  {
    name: 'agent-not-saved',
    at: AT,
    shows: 'Not saved; trying again',
    answers: { agent: { ...keptAgents([drafted()]), saveDraft: broken } },
    acts: [{ write: 'Nobody keeps this.', into: 'Greeting' }],
  },
  {
    name: 'agent-too-large',
    at: AT,
    shows: 'The draft is larger than 1 MB',
    answers: {
      agent: { ...keptAgents([drafted()]), saveDraft: { ok: false, code: 'too-large', problems: [] } },
    },
    acts: [{ write: 'As much as there is.', into: 'Greeting' }],
  },
  {
    name: 'agent-menu',
    barriers: ['aria-required-children', 'color-contrast', 'region'],
    at: AT,
    shows: 'Export as a file',
    answers: { agent: keptAgents([drafted()]) },
    acts: [{ click: 'More about this agent' }],
  },
  {
    name: 'agent-remove',
    at: AT,
    shows: 'Its draft and all its versions are gone for good',
    answers: { agent: keptAgents([drafted()]) },
    acts: [{ click: 'More about this agent' }, { click: 'Remove' }],
  },
  {
    name: 'agent-import-refused',
    at: AT,
    shows: '1 agent',
    answers: {
      agent: {
        ...keptAgents(),
        import: {
          ok: false,
          code: 'not-an-agent-file',
          problems: [{ where: 'agent.voice', sentence: 'Not one of the voices there are' }],
        },
      },
    },
  },
  {
    name: 'agent-new-version-during-call',
    at: '/live/anna',
    shows: 'Front desk · v1',
    events: [
      ...WELL,
      ...call('anna', 30, rang('+12125550187'), ...ANSWERED, ...agent('greeting', 'Hello, front desk.')),
    ],
    answers: {
      agent: keptAgents([
        {
          ...drafted(),
          published: { version: 2, at: 0, profile: { ...FRONT_DESK.draft.profile, ...EDITED } },
        },
      ]),
    },
  },
];

import type { Scenario, Step } from './scenario-runner';

/** Longest wait, ten minutes, for a person to look something up. */
const WAITS_FOR_A_PERSON_MS = 600_000;

const GOODBYE: readonly Step[] = [{ do: 'say', phrase: 'thanks' }, { do: 'listen' }, { do: 'hang-up' }];

const ASKS_ABOUT_ORDER: readonly Step[] = [
  { do: 'listen' },
  { do: 'say', phrase: 'order' },
  { do: 'listen' },
  { do: 'say', phrase: 'number' },
  { do: 'listen', patienceMs: WAITS_FOR_A_PERSON_MS },
  ...GOODBYE,
];

/** A caller who asks about an order, gives its number, which the agent has to look up, and says goodbye. */
export const orderScenario: Scenario = {
  id: 'order',
  title: 'Where is my order?',
  callers: [{ voice: 'anna', from: '+12125550187', dialsAfterMs: 0, steps: ASKS_ABOUT_ORDER }],
};

/** A caller who cuts the agent short twice. */
export const interruptingScenario: Scenario = {
  id: 'interrupting',
  title: 'A caller who interrupts twice',
  callers: [
    {
      voice: 'ben',
      from: '+442079460991',
      dialsAfterMs: 0,
      steps: [
        { do: 'listen' },
        { do: 'say', phrase: 'hours' },
        { do: 'interrupt', afterHeardMs: 1_500, phrase: 'interrupt-one' },
        { do: 'interrupt', afterHeardMs: 2_500, phrase: 'interrupt-two' },
        { do: 'listen' },
        ...GOODBYE,
      ],
    },
  ],
};

/** A caller who never says a word. */
export const silentScenario: Scenario = {
  id: 'silent',
  title: 'A silent caller',
  callers: [
    {
      voice: 'carl',
      from: 'anonymous',
      dialsAfterMs: 0,
      steps: [{ do: 'listen' }, { do: 'wait', ms: 15_000 }, { do: 'hang-up' }],
    },
  ],
};

/** Two callers with voices of their own, one asking about an order and one about opening hours. */
export const twoCallersScenario: Scenario = {
  id: 'two-callers',
  title: 'Two callers at once',
  callers: [
    { voice: 'anna', from: '+12125550187', dialsAfterMs: 0, steps: ASKS_ABOUT_ORDER },
    {
      voice: 'carl',
      from: '+13125550142',
      dialsAfterMs: 700,
      steps: [{ do: 'listen' }, { do: 'say', phrase: 'hours' }, { do: 'listen' }, ...GOODBYE],
    },
  ],
};

/** A caller who wants a refund, which a person has to approve, and stays on the line until that is settled. */
export const refundScenario: Scenario = {
  id: 'refund',
  title: 'A refund that needs you',
  callers: [
    {
      voice: 'carl',
      from: '+13125550142',
      dialsAfterMs: 0,
      steps: [
        { do: 'listen' },
        { do: 'say', phrase: 'refund' },
        // The agent's "let me check" is shorter than the answer that follows it.
        { do: 'listen', leastHeardMs: 4_000, patienceMs: WAITS_FOR_A_PERSON_MS },
        ...GOODBYE,
      ],
    },
  ],
};

/** All scenarios, in the order a demonstration shows them. */
export const scenarios: readonly Scenario[] = [
  orderScenario,
  interruptingScenario,
  silentScenario,
  twoCallersScenario,
  refundScenario,
];

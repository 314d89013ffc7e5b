import type { Scenario } from '../src/simulator/scenarios/scenario';

/** What the caller of `hoursScenario` asks. */
export const QUESTION = 'What time do you open on Saturday?';

/** How the agent's answer to it begins. */
export const ANSWER = 'On Saturday we open';

/** The shortest conversation there is: one question, one answer. */
export const hoursScenario: Scenario = {
  id: 'hours',
  title: 'When do you open?',
  callers: [
    {
      voice: 'carl',
      from: '+13125550142',
      dialsAfterMs: 0,
      steps: [{ do: 'listen' }, { do: 'say', phrase: 'hours' }, { do: 'listen' }, { do: 'hang-up' }],
    },
  ],
};

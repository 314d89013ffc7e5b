import { Radio } from '@mantine/core';
import { LIMIT_ACT_NAMES, LIMIT_ACTS, type AgentLimits } from '../../../shared/agent/agent-limits';
import type { AgentProfile } from '../../../shared/agent/agent';
import { NumberField } from '../../ui/number-field';
import type { PartProps } from './part-props';
import styles from './parts.module.css';

const USUAL_SILENCE_SECONDS = 60;
const USUAL_SPEND_USD = 2;

const ACT_SENTENCES: Readonly<Record<AgentLimits['then'], string>> = {
  'say-goodbye': 'The agent tells the caller in its own words, and hangs up when that was heard.',
  'raise-to-operator': 'The call is marked as needing a person and goes on until somebody ends it.',
};

/** Sentence under the longest silence; it warns of one that ends the call before the agent asks the caller again. */
function silenceSentence({ limits, turnTaking }: Pick<AgentProfile, 'limits' | 'turnTaking'>): string {
  const idleMs = turnTaking.by === 'silence' ? turnTaking.idleTimeoutMs : null;
  const { longestSilenceSeconds } = limits;
  return idleMs !== null && longestSilenceSeconds !== null && longestSilenceSeconds * 1000 <= idleMs
    ? `Too short: the agent asks a silent caller again after ${String(idleMs / 1000)} s, and would never get to.`
    : 'Neither side speaks, and no tool runs.';
}

/** Editor part for the limits of a call: length, silence, spend, and what happens when one is reached. */
export function LimitsPart({ profile, onChange }: PartProps) {
  const { limits } = profile;
  const set = (change: Partial<AgentLimits>): void => onChange({ limits: { ...limits, ...change } });
  return (
    <div className={styles['form']}>
      <p className={styles['note']}>
        While an operator speaks with the caller, or the caller is on hold, nothing ends by itself.
      </p>
      <div className={styles['row']}>
        <NumberField
          label="Longest call"
          description="From the moment the line is up."
          unit="min"
          min={1}
          max={180}
          step={5}
          value={limits.longestCallMinutes}
          onChange={(longestCallMinutes) => set({ longestCallMinutes })}
        />
        <NumberField
          label="Longest silence"
          description={silenceSentence(profile)}
          unit="s"
          min={5}
          max={600}
          step={5}
          value={limits.longestSilenceSeconds ?? USUAL_SILENCE_SECONDS}
          isOn={limits.longestSilenceSeconds !== null}
          onToggle={(isOn) => set({ longestSilenceSeconds: isOn ? USUAL_SILENCE_SECONDS : null })}
          onChange={(longestSilenceSeconds) => set({ longestSilenceSeconds })}
        />
        <NumberField
          label="Spend per call"
          description="What the model costs, at its published price."
          prefix="$"
          min={0.01}
          max={1000}
          step={0.5}
          decimals={2}
          showsAllDecimals
          value={limits.spendUsd ?? USUAL_SPEND_USD}
          isOn={limits.spendUsd !== null}
          onToggle={(isOn) => set({ spendUsd: isOn ? USUAL_SPEND_USD : null })}
          onChange={(spendUsd) => set({ spendUsd })}
        />
      </div>
      <Radio.Group
        label="What happens then"
        value={limits.then}
        onChange={(value) => {
          const then = LIMIT_ACTS.find((each) => each === value);
          if (then !== undefined) set({ then });
        }}
      >
        <div className={styles['choices']}>
          {LIMIT_ACTS.map((act) => (
            <Radio key={act} value={act} label={LIMIT_ACT_NAMES[act]} description={ACT_SENTENCES[act]} />
          ))}
        </div>
      </Radio.Group>
    </div>
  );
}

import { NativeSelect, Radio, Switch } from '@mantine/core';
import {
  presetOf,
  TURN_TAKING_PRESETS,
  type TurnTaking,
  type TurnTakingPreset,
} from '../../../shared/agent/turn-taking';
import { NumberField } from '../../ui/number-field';
import type { PartProps } from './part-props';
import styles from './parts.module.css';

interface Words {
  readonly label: string;
  readonly sentence: string;
}

type Eagerness = Extract<TurnTaking, { by: 'meaning' }>['eagerness'];

/** Labels of the turn-taking presets, each with its effect on the caller. */
const PRESET_WORDS: Readonly<Record<TurnTakingPreset, Words>> = {
  patient: {
    label: 'Patient',
    sentence: 'Waits until the caller has plainly finished. For people who think aloud or read out numbers.',
  },
  balanced: {
    label: 'Balanced',
    sentence: 'Answers after half a second of silence. Right for most calls.',
  },
  quick: {
    label: 'Quick',
    sentence: 'Answers after a quarter of a second. Lively, but may cut off people who pause.',
  },
};

/** Labels of the ways to detect the end of a turn. The words in brackets are OpenAI's. */
const BY_WORDS: Readonly<Record<TurnTaking['by'], Words>> = {
  silence: {
    label: 'After a silence (server VAD)',
    sentence: 'The clock decides: when the caller has been silent for so long, the agent answers.',
  },
  meaning: {
    label: 'When the thought is complete (semantic VAD)',
    sentence: 'The model decides from what was said: it waits longer after “Well, let me see…” than after a question.',
  },
};

/** Labels of the model's eagerness to answer. */
const EAGERNESS_WORDS: Readonly<Record<Eagerness, Words>> = {
  low: { label: 'Low', sentence: 'Waits up to 8 seconds when the caller does not seem to be through.' },
  medium: { label: 'Medium', sentence: 'Waits up to 4 seconds when the caller does not seem to be through.' },
  high: { label: 'High', sentence: 'Waits up to 2 seconds when the caller does not seem to be through.' },
  auto: { label: 'Automatic', sentence: 'As the model sees fit, about as medium does.' },
};

type BySilence = Extract<TurnTaking, { by: 'silence' }>;
type ByMeaning = Extract<TurnTaking, { by: 'meaning' }>;

const PRESETS = Object.keys(TURN_TAKING_PRESETS) as readonly TurnTakingPreset[];
const DEFAULT_IDLE_MS = 8000;

/** Editor part for turn-taking: when the agent answers, and whether the caller may interrupt it. */
export function TurnsPart({ profile, onChange }: PartProps) {
  const { turnTaking } = profile;
  const preset = presetOf(turnTaking);
  const change = (next: TurnTaking): void => onChange({ turnTaking: next });
  return (
    <div className={styles['form']}>
      <Radio.Group
        label="When the agent answers"
        value={preset ?? 'own'}
        onChange={(value) => {
          const chosen = PRESETS.find((each) => each === value);
          if (chosen !== undefined) change(TURN_TAKING_PRESETS[chosen]);
        }}
      >
        <div className={styles['choices']}>
          {PRESETS.map((each) => (
            <Radio key={each} value={each} label={PRESET_WORDS[each].label} description={PRESET_WORDS[each].sentence} />
          ))}
          {preset === null && <Radio value="own" label="As set below" description="These settings are your own." />}
        </div>
      </Radio.Group>
      <div className={styles['fine']}>
        <NativeSelect
          label="The caller’s turn ends"
          data={[
            { value: 'silence', label: BY_WORDS.silence.label },
            { value: 'meaning', label: BY_WORDS.meaning.label },
          ]}
          description={BY_WORDS[turnTaking.by].sentence}
          value={turnTaking.by}
          onChange={(event) => {
            const by = event.currentTarget.value;
            if (by === turnTaking.by) return;
            const { callerInterrupts } = turnTaking;
            change({
              ...(by === 'meaning' ? TURN_TAKING_PRESETS.patient : TURN_TAKING_PRESETS.balanced),
              callerInterrupts,
            });
          }}
        />
        {turnTaking.by === 'silence' ? (
          <SilenceFields turnTaking={turnTaking} onChange={change} />
        ) : (
          <MeaningFields turnTaking={turnTaking} onChange={change} />
        )}
        <Switch
          label="The caller may interrupt the agent"
          description={
            turnTaking.callerInterrupts
              ? 'The agent falls silent as soon as the caller speaks.'
              : 'The agent speaks to its end; what the caller says meanwhile is answered after it.'
          }
          checked={turnTaking.callerInterrupts}
          onChange={(event) => change({ ...turnTaking, callerInterrupts: event.currentTarget.checked })}
        />
      </div>
    </div>
  );
}

interface FieldsProps<T> {
  readonly turnTaking: T;
  readonly onChange: (turnTaking: TurnTaking) => void;
}

function SilenceFields({ turnTaking, onChange }: FieldsProps<BySilence>) {
  const set = (change: Partial<BySilence>): void => onChange({ ...turnTaking, ...change });
  const { idleTimeoutMs } = turnTaking;
  return (
    <>
      <div className={styles['row']}>
        <NumberField
          label="Silence that ends a turn"
          description="Longer lets people think; shorter answers sooner."
          unit="ms"
          min={100}
          max={5000}
          step={50}
          value={turnTaking.silenceMs}
          onChange={(silenceMs) => set({ silenceMs })}
        />
        <NumberField
          label="Kept from before the first sound"
          description="Too little cuts off the beginning of words."
          unit="ms"
          min={0}
          max={2000}
          step={50}
          value={turnTaking.prefixPaddingMs}
          onChange={(prefixPaddingMs) => set({ prefixPaddingMs })}
        />
        <NumberField
          label="How loud speech must be"
          description="0 to 1. Higher for callers in the street."
          min={0}
          max={1}
          step={0.05}
          decimals={2}
          value={turnTaking.threshold}
          onChange={(threshold) => set({ threshold })}
        />
        <NumberField
          label="Asks a silent caller again after"
          description={
            idleTimeoutMs === null ? 'Off: the agent waits for as long as it takes.' : 'Such as “Are you still there?”'
          }
          unit="s"
          min={5}
          max={30}
          step={1}
          value={(idleTimeoutMs ?? DEFAULT_IDLE_MS) / 1000}
          isOn={idleTimeoutMs !== null}
          onToggle={(isOn) => set({ idleTimeoutMs: isOn ? DEFAULT_IDLE_MS : null })}
          onChange={(seconds) => set({ idleTimeoutMs: Math.round(seconds * 1000) })}
        />
      </div>
    </>
  );
}

function MeaningFields({ turnTaking, onChange }: FieldsProps<ByMeaning>) {
  return (
    <NativeSelect
      label="Eagerness"
      description={EAGERNESS_WORDS[turnTaking.eagerness].sentence}
      data={Object.entries(EAGERNESS_WORDS).map(([value, { label }]) => ({ value, label }))}
      value={turnTaking.eagerness}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (chosen in EAGERNESS_WORDS) onChange({ ...turnTaking, eagerness: chosen as ByMeaning['eagerness'] });
      }}
    />
  );
}

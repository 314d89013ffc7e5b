import type { TurnTaking, TurnTakingPreset } from '../../../shared/agent/turn-taking';

interface Words {
  readonly label: string;
  readonly sentence: string;
}

type Eagerness = Extract<TurnTaking, { by: 'meaning' }>['eagerness'];

/** Labels of the turn-taking presets, each with its effect on the caller. */
export const PRESET_WORDS: Readonly<Record<TurnTakingPreset, Words>> = {
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
export const BY_WORDS: Readonly<Record<TurnTaking['by'], Words>> = {
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
export const EAGERNESS_WORDS: Readonly<Record<Eagerness, Words>> = {
  low: { label: 'Low', sentence: 'Waits up to 8 seconds when the caller does not seem to be through.' },
  medium: { label: 'Medium', sentence: 'Waits up to 4 seconds when the caller does not seem to be through.' },
  high: { label: 'High', sentence: 'Waits up to 2 seconds when the caller does not seem to be through.' },
  auto: { label: 'Automatic', sentence: 'As the model sees fit, about as medium does.' },
};

import type { AgentLimits, LimitAct } from './agent-limits';
import type { AgentProfile } from './agent';
import { presetOf, type TurnTaking, type TurnTakingPreset } from './turn-taking';
import type { ProfileField } from './profile-fields';

/** Labels of the turn-taking presets. */
export const PRESET_NAMES: Readonly<Record<TurnTakingPreset, string>> = {
  patient: 'Patient',
  balanced: 'Balanced',
  quick: 'Quick',
};

/** Labels of the actions at a limit. */
export const LIMIT_ACT_NAMES: Readonly<Record<LimitAct, string>> = {
  'say-goodbye': 'Say goodbye and end the call',
  'raise-to-operator': 'Ask an operator; the call goes on',
};

/** Formats a field of a profile as text to read and compare, one line for each setting in it. */
export function fieldText(profile: AgentProfile, field: ProfileField): string {
  switch (field) {
    case 'greetingInterruptible':
      return profile.greetingInterruptible ? 'Yes' : 'No';
    case 'language':
      return profile.language === '' ? 'The model guesses' : profile.language;
    case 'transcriptionModel':
      return profile.transcriptionModel === '' ? 'None' : profile.transcriptionModel;
    case 'expectedWords':
      return profile.expectedWords.join('\n');
    case 'turnTaking':
      return turnTakingText(profile.turnTaking);
    case 'tools':
      return profile.tools.map(({ name }) => name).join('\n');
    case 'limits':
      return limitsText(profile.limits);
    default:
      return profile[field];
  }
}

function turnTakingText(turnTaking: TurnTaking): string {
  const preset = presetOf(turnTaking);
  const details =
    turnTaking.by === 'meaning'
      ? [`The turn ends by what was said, eagerness ${turnTaking.eagerness}`]
      : [
          `The turn ends after ${String(turnTaking.silenceMs)} ms of silence`,
          `Speech is noticed from loudness ${String(turnTaking.threshold)}, with ${String(turnTaking.prefixPaddingMs)} ms before it`,
          turnTaking.idleTimeoutMs === null
            ? 'A silent caller is waited for'
            : `A silent caller is asked again after ${String(turnTaking.idleTimeoutMs)} ms`,
        ];
  return [
    ...(preset === null ? [] : [PRESET_NAMES[preset]]),
    ...details,
    turnTaking.callerInterrupts ? 'The caller may interrupt' : 'The caller cannot interrupt',
  ].join('\n');
}

function limitsText({ longestCallMinutes, longestSilenceSeconds, spendUsd, then }: AgentLimits): string {
  return [
    `Longest call ${String(longestCallMinutes)} min`,
    longestSilenceSeconds === null ? 'No limit of silence' : `Longest silence ${String(longestSilenceSeconds)} s`,
    spendUsd === null ? 'No limit of spend' : `Spend $${spendUsd.toFixed(2)} a call`,
    `Then: ${LIMIT_ACT_NAMES[then]}`,
  ].join('\n');
}

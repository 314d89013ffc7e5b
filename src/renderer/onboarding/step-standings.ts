import { useConsole, useSetup } from '../services/services';
import { displayNumber } from '../ui/text/phone-number';
import { isCheckFine, isKeySet, keyStatus } from '../settings/keys/key-words';
import type { ShownStep } from './onboarding-steps';

/** State of a step. `words` is a word or two shown beside its name; empty while there is nothing to say. */
interface StepStanding {
  readonly settled: boolean;
  readonly words: string;
}

/** Returns the state of every step. A step is settled by the facts, not by having been visited. */
export function useStepStandings(): Readonly<Record<ShownStep, StepStanding>> {
  const vault = useSetup((view) => view.vault);
  const checks = useSetup((view) => view.checks);
  const model = useSetup((view) => view.agent?.model ?? '');
  const tunnel = useConsole((view) => view.console.tunnel);
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter(({ state }) => state === 'live' || state === 'degraded');
  const [first] = live;
  const modelFine = isCheckFine(checks.openai);
  const sid = keyStatus(vault, 'twilioAccountSid');
  const tunnelUp = tunnel?.state === 'ok';
  return {
    model: { settled: modelFine, words: modelFine ? model : isKeySet(vault, 'openAiKey') ? 'key entered' : '' },
    carrier: {
      settled: isCheckFine(checks.twilio),
      words: sid.state === 'set' && sid.last4 !== '' ? `account …${sid.last4}` : '',
    },
    tunnel: { settled: tunnelUp, words: tunnelUp ? hostOf(tunnel.publicUrl ?? '') : '' },
    line: {
      settled: first !== undefined,
      words: first === undefined ? '' : live.length > 1 ? `${live.length} lines live` : displayNumber(first.number),
    },
  };
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
}

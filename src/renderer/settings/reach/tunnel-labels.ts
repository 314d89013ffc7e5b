import type { ConsoleState } from '../../../shared/call/console';
import type { Refusal } from '../../client/refusals/refusals';

export type Tunnel = NonNullable<ConsoleState['tunnel']>;

const NAMES: Readonly<Record<Tunnel['kind'], string>> = {
  ngrok: 'ngrok',
  'own-url': 'Your public URL',
  'this-machine': 'This machine',
};

/** Describes the tunnel's state in one sentence, with a remedy that may be empty. */
export function tunnelLabels(tunnel: Tunnel | null): Refusal {
  if (tunnel === null || tunnel.state === 'off') {
    return {
      sentence: 'The tunnel is off.',
      remedy: 'It starts as soon as the Twilio keys are there: nothing is opened to strangers before.',
    };
  }
  const { kind, state, publicUrl } = tunnel;
  const detail = tunnel.detail ?? '';
  const at = publicUrl === undefined ? '' : ` at ${publicUrl.replace(/\/$/, '')}`;
  switch (state) {
    case 'connecting':
      return { sentence: kind === 'ngrok' ? 'Connecting to ngrok…' : 'Looking for the public URL…', remedy: detail };
    case 'ok':
      return kind === 'this-machine'
        ? { sentence: `Only this machine itself can call${at}.`, remedy: detail }
        : { sentence: `${NAMES[kind]} leads here${at}.`, remedy: detail };
    case 'failing':
      return splitDetail(detail, `${NAMES[kind]} does not lead here.`);
  }
}

/** Splits a tunnel's detail into its sentence and the remedy that follows. An empty detail becomes `otherwise`. */
function splitDetail(detail: string, otherwise: string): Refusal {
  if (detail === '') return { sentence: otherwise, remedy: '' };
  const end = /[.:!?](?=\s+\p{Lu})/u.exec(detail);
  if (end === null) return { sentence: detail, remedy: '' };
  return { sentence: detail.slice(0, end.index + 1), remedy: detail.slice(end.index + 1).trim() };
}

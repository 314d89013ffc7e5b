import type { ConsoleState, Line } from '../../shared/call/console';
import type { Tone } from '../ui/dot';
import { displayNumber } from '../ui/phone-number';

/** One thing of the desk, as the top bar shows it. */
export interface Standing {
  readonly name: string;
  readonly state: string;
  readonly tone: Tone;
  /** For the tooltip; null when there is nothing more to say. */
  readonly detail: string | null;
}

const LINE_TONES: Readonly<Record<Line['state'], Tone>> = {
  off: 'off',
  'going live': 'attention',
  live: 'ok',
  degraded: 'attention',
};

type Tunnel = NonNullable<ConsoleState['tunnel']>;
type ModelService = NonNullable<ConsoleState['modelService']>;

const TUNNEL_NAMES: Readonly<Record<Tunnel['kind'], string>> = {
  ngrok: 'ngrok',
  'own-url': 'own URL',
  'this-machine': 'this machine',
};

const TUNNEL_TONES: Readonly<Record<Tunnel['state'], Tone>> = {
  off: 'off',
  connecting: 'attention',
  ok: 'ok',
  failing: 'failing',
};

const MODEL_TONES: Readonly<Record<ModelService['state'], Tone>> = { unproven: 'off', ok: 'ok', failing: 'failing' };

/** A line, with who answers it. */
export function lineStanding(line: Line): Standing {
  return {
    name: displayNumber(line.number),
    state: line.state,
    tone: LINE_TONES[line.state],
    detail: sentences(line.detail, line.agentName === '' ? undefined : `Answered by ${line.agentName}`),
  };
}

/** How Twilio reaches this machine. */
export function tunnelStanding(tunnel: Tunnel | null): Standing {
  if (tunnel === null) return { name: 'tunnel', state: 'off', tone: 'off', detail: null };
  return {
    name: TUNNEL_NAMES[tunnel.kind],
    state: tunnel.state,
    tone: TUNNEL_TONES[tunnel.state],
    detail: sentences(tunnel.detail, tunnel.publicUrl),
  };
}

/** The service that runs the model. */
export function modelStanding(service: ModelService | null): Standing {
  if (service === null) return { name: 'model', state: 'unproven', tone: 'off', detail: null };
  const unproven = service.state === 'unproven' ? 'It proves itself with the first call' : undefined;
  return {
    name: service.model,
    state: service.state,
    tone: MODEL_TONES[service.state],
    detail: sentences(service.detail, unproven),
  };
}

/** Lines that need a look first, then those that are live. */
export function lineOrder(lines: Iterable<Line>): readonly Line[] {
  const rank: Readonly<Record<Line['state'], number>> = { degraded: 0, 'going live': 1, live: 2, off: 3 };
  return [...lines].sort((one, other) => rank[one.state] - rank[other.state] || one.number.localeCompare(other.number));
}

/** What was spent on the day (UTC) of `now`; USD. */
export function spentToday({ spentUsd, spentOn }: ConsoleState, now: number): number {
  return spentOn === new Date(now).toISOString().slice(0, 10) ? spentUsd : 0;
}

function sentences(...parts: readonly (string | undefined)[]): string | null {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? null : said.join('. ');
}

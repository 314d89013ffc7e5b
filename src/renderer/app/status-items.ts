import type { ConsoleState, Line } from '../../shared/call/console';
import { checkLabels } from '../../shared/keys/key-check-labels';
import { goLiveProgress } from '../lines/go-live-steps';
import { lineStatus, lineTone } from '../lines/line-labels';
import { progressLabel } from '../lines/test/step-marks';
import type { PlanUse } from '../settings/reach/plan-use-notice';
import { tunnelLabels, type Tunnel } from '../settings/reach/tunnel-labels';
import type { Tone } from '../ui/dot';
import { displayNumber } from '../ui/text/phone-number';

/** Status of a line, the tunnel or the model service, as the top bar shows it. */
export interface StatusItem {
  readonly name: string;
  readonly state: string;
  readonly tone: Tone;
  /** Sentences about the status and its reason; empty if there is nothing more to say. */
  readonly sentences: readonly string[];
  /** State that has lasted since `since`, in words; empty if it is not worth mentioning. */
  readonly lasting: string;
  /** Start of that state, in epoch ms; null if not known. */
  readonly since: number | null;
  /** Link to the screen where something can be done about it. */
  readonly link: { readonly href: string; readonly label: string };
}

const TO_LINES = { href: '#/lines', label: 'Open Lines' };
const TO_REACH = { href: '#/settings/reach', label: 'Open Settings, Reach' };
const TO_KEYS = { href: '#/settings/keys', label: 'Open Settings, Keys' };

const LINE_TONES: Readonly<Record<Line['state'], Tone>> = {
  off: 'off',
  'going live': 'attention',
  live: 'ok',
  degraded: 'attention',
};

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

/** Lasting state of a tunnel, in words. A tunnel that fails and tries again is down all the while. */
const TUNNEL_LASTING: Readonly<Record<Tunnel['state'], string>> = {
  off: 'off',
  connecting: 'down',
  ok: 'up',
  failing: 'down',
};

const MODEL_SENTENCES: Readonly<Record<ModelService['state'], string>> = {
  unproven: 'Nobody has asked it yet.',
  ok: 'The last call reached the model.',
  failing: 'The last call did not reach the model.',
};

const MODEL_TONES: Readonly<Record<ModelService['state'], Tone>> = { unproven: 'off', ok: 'ok', failing: 'failing' };

/** Sort order of the tones: those that need a look come first. */
const TONE_RANK: Readonly<Record<Tone, number>> = { failing: 0, attention: 1, ok: 2, off: 3 };

/** Status of a line, with the agent that answers it, or the reason why nobody does. */
export function lineItem(line: Line): StatusItem {
  const status = lineStatus(line, line, undefined, undefined);
  const { trouble } = status;
  return {
    name: displayNumber(line.number),
    state: line.state,
    tone: trouble !== null && line.state === 'off' ? lineTone(status) : LINE_TONES[line.state],
    sentences: said(
      trouble?.sentence ?? line.detail,
      trouble?.remedy,
      trouble?.extra,
      line.state === 'going live' ? `${progressLabel(goLiveProgress(status))}.` : '',
      line.state === 'live' && line.agentName !== '' ? `${line.agentName} answers.` : '',
    ),
    lasting: line.state,
    since: line.since,
    link: TO_LINES,
  };
}

/** Status the bar shows when it knows of no lines. */
export const NO_LINES: StatusItem = {
  name: 'no lines',
  state: '',
  tone: 'off',
  sentences: ['No number of yours is live, so no call is answered.'],
  lasting: '',
  since: null,
  link: TO_LINES,
};

/** Status of the tunnel, by which Twilio reaches this machine, with any part of its plan that is nearly used up. */
export function tunnelItem(tunnel: Tunnel | null, use: PlanUse | null = null): StatusItem {
  const { sentence, remedy } = tunnelLabels(tunnel);
  const scarce = use === null || use.state === 'plenty' ? null : use;
  const tone = tunnel === null ? 'off' : TUNNEL_TONES[tunnel.state];
  return {
    name: tunnel === null ? 'tunnel' : TUNNEL_NAMES[tunnel.kind],
    state: tunnel?.state ?? 'off',
    tone: tone === 'ok' && scarce !== null ? 'attention' : tone,
    sentences: said(sentence, remedy, scarce?.sentence, scarce?.remedy),
    lasting: TUNNEL_LASTING[tunnel?.state ?? 'off'],
    since: tunnel?.since ?? null,
    link: TO_REACH,
  };
}

/** Status of the service that runs the model: as the last call saw it or, before one, as it answered for the key. */
export function modelItem(service: ModelService | null): StatusItem {
  if (service === null) {
    const sentences = ['No model was asked for yet.'];
    return { name: 'model', state: 'unproven', tone: 'off', sentences, lasting: '', since: null, link: TO_KEYS };
  }
  const { model, check, since, usedPercent } = service;
  const isKeyMissing = check === 'no-key';
  const scarce = usedPercent === undefined ? '' : `${String(usedPercent)} % of its rate limit`;
  const state = isKeyMissing ? 'no key' : scarce || service.state;
  const asked = check === undefined ? undefined : checkLabels({ service: 'openai', outcome: check, model });
  return {
    name: model,
    state,
    tone: isKeyMissing || scarce !== '' ? 'attention' : MODEL_TONES[service.state],
    sentences: asked
      ? said(asked.sentence, asked.remedy)
      : said(
          MODEL_SENTENCES[service.state],
          service.detail,
          scarce === '' ? '' : 'Beyond it the service refuses answers for a while: callers are asked to wait.',
          scarce === '' ? '' : 'Raise the limit with the service, or take fewer calls at once.',
        ),
    lasting: isKeyMissing ? state : service.state,
    since,
    link: TO_KEYS,
  };
}

/** Status of every line: those that need a look first, then those that are live. */
export function lineItems(lines: Iterable<Line>): readonly StatusItem[] {
  return [...lines]
    .sort((one, other) => one.number.localeCompare(other.number))
    .map(lineItem)
    .sort((one, other) => TONE_RANK[one.tone] - TONE_RANK[other.tone]);
}

/** True for a status that is not as it should be, so that somebody should look into it. */
export function needsLook({ tone }: Pick<StatusItem, 'tone'>): boolean {
  return tone === 'failing' || tone === 'attention';
}

function said(...parts: readonly (string | undefined)[]): readonly string[] {
  return parts.flatMap((part) => (part === undefined || part === '' ? [] : [part]));
}

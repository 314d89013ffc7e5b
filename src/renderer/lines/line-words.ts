import type { Line } from '../../shared/call/console';
import { assertNever } from '../../shared/std/assert-never';
import { problemLabels } from '../../shared/line/line-problem';
import type { GoLiveStep } from '../../shared/line/go-live-step';
import type { Destination } from '../../shared/line/routing';
import type { LineRefusal, ListedLine } from '../stores/lines-store';
import { NOT_REACHED, type Refusal } from '../client/refusals/refusals';
import type { Tone } from '../ui/dot';
import { plainLine } from '../ui/text/plain-text';

/** What is wrong with a line. `extra`: what only this time is so, a code for example; may be empty. */
export interface LineTrouble extends Refusal {
  readonly of: LineRefusal;
  readonly extra: string;
}

/** A line as its row shows it. */
export interface LineStatus {
  readonly state: 'off' | 'going live' | 'going off' | 'live' | 'degraded';
  /** Going live: the step under way. Off: the step that failed. */
  readonly step: GoLiveStep | null;
  readonly trouble: LineTrouble | null;
  /** Epoch ms; null: not known. */
  readonly since: number | null;
}

const TONES: Readonly<Record<LineStatus['state'], Tone>> = {
  off: 'off',
  'going live': 'attention',
  'going off': 'attention',
  live: 'ok',
  degraded: 'attention',
};

/** The colour of a line's dot: off with something to tell asks for a look. */
export function lineTone({ state, trouble }: LineStatus): Tone {
  if (state !== 'off' || trouble === null) return TONES[state];
  return trouble.of === 'edit-kept' ? 'attention' : 'failing';
}

/** Whether calls to it are meant to come here now. */
export function isAnswering({ state }: Pick<LineStatus, 'state'>): boolean {
  return state === 'live' || state === 'degraded';
}

/** Fewer are a name of its own, as of an extension. */
const FEWEST_DIGITS = 7;

/** The name of a line to stand beside its number; empty where it is the number once more. */
export function nameBeside({ number, name }: Pick<ListedLine, 'number' | 'name'>): string {
  const plain = plainLine(name);
  return isNumberAgain(plain, number) ? '' : plain;
}

/** However it is written: a new number of the carrier is called `(415) 555-0134`. */
function isNumberAgain(name: string, number: string): boolean {
  const digits = name.replace(/\D/g, '').replace(/^0+/, '');
  return /^[-+().\s\d]*$/.test(name) && digits.length >= FEWEST_DIGITS && number.endsWith(digits);
}

/** Who gets a number's calls, as the end of “Points to …”. */
export function destinationWords(destination: Destination): string {
  switch (destination.kind) {
    case 'nothing':
      return 'nothing';
    case 'server':
      return `your server at ${plainLine(destination.host)}`;
    case 'application':
      return 'a TwiML app';
    case 'trunk':
      return 'a SIP trunk';
    default:
      return assertNever(destination);
  }
}

/** What answers the number whatever its webhook says, so that going live has to be agreed to; null: nothing. */
export function overriding({ kind }: Destination): 'application' | 'trunk' | null {
  return kind === 'application' || kind === 'trunk' ? kind : null;
}

/** Why a line is not as it was asked to be. */
export function lineRefusalWords(refusal: LineRefusal): Refusal {
  return refusal === 'not-reached' ? NOT_REACHED : problemLabels(refusal);
}

/** A line from what the carrier listed, what the feed told, and what this page asked for. */
export function lineStatus(
  listed: Pick<ListedLine, 'state'>,
  told: Line | undefined,
  pending: 'going live' | 'going off' | undefined,
  refused: LineRefusal | undefined,
): LineStatus {
  const state = told?.state ?? listed.state;
  const since = told?.since ?? null;
  if (pending === 'going off') return { state: 'going off', step: null, trouble: null, since: null };
  if (pending === 'going live' && state === 'off') {
    return { state: 'going live', step: 'keys', trouble: null, since: null };
  }
  const step = told?.step ?? null;
  if (told?.problem === undefined && refused !== undefined && state === 'off') {
    return { state, step, trouble: troubleOf(refused, ''), since };
  }
  const trouble = told?.problem === undefined ? null : troubleOf(told.problem, told.detail ?? '');
  return { state, step: trouble === null && state === 'off' ? null : step, trouble, since };
}

/** What is to be told though nothing is to be done again. */
const SETTLED: readonly LineRefusal[] = ['edit-kept', 'saved-routing-lost', 'cannot-answer', 'no-such-number'];

/** What doing it again would be for a line that is off; null: it would be no use. */
export function retryOf({ of }: LineTrouble): 'go live' | 'go off' | null {
  if (SETTLED.includes(of)) return null;
  return of === 'not-put-back' ? 'go off' : 'go live';
}

/** Nobody needs to be told that what they cancelled was cancelled. */
function troubleOf(refusal: LineRefusal, detail: string): LineTrouble | null {
  if (refusal === 'cancelled') return null;
  const words = lineRefusalWords(refusal);
  const extra = [words.sentence, words.remedy].reduce((rest, said) => rest.replace(said, ''), detail);
  return { ...words, of: refusal, extra: plainLine(extra) };
}

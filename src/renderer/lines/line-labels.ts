import type { Line } from '../../shared/call/console';
import { assertNever } from '../../shared/std/assert-never';
import { problemLabels } from '../../shared/line/line-problem';
import type { GoLiveStep } from '../../shared/line/go-live-step';
import type { Destination } from '../../shared/line/routing';
import type { LineRefusal, ListedLine } from '../stores/lines-store';
import { NOT_REACHED, type Refusal } from '../client/refusals/refusals';
import type { Tone } from '../ui/dot';
import { plainLine } from '../ui/text/plain-text';

/** Problem of a line. `extra`: detail of this occurrence, such as a code; may be empty. */
export interface LineTrouble extends Refusal {
  readonly of: LineRefusal;
  readonly extra: string;
}

/** Status of a line, as its row shows it. */
export interface LineStatus {
  readonly state: 'off' | 'going live' | 'going off' | 'live' | 'degraded';
  /** Step of going live: the one under way or, when off, the one that failed. */
  readonly step: GoLiveStep | null;
  readonly trouble: LineTrouble | null;
  /** Start of that state, in epoch ms; null if not known. */
  readonly since: number | null;
}

const TONES: Readonly<Record<LineStatus['state'], Tone>> = {
  off: 'off',
  'going live': 'attention',
  'going off': 'attention',
  live: 'ok',
  degraded: 'attention',
};

/** Tone of a line's dot. A line that is off with something to tell asks for a look. */
export function lineTone({ state, trouble }: LineStatus): Tone {
  if (state !== 'off' || trouble === null) return TONES[state];
  return trouble.of === 'edit-kept' ? 'attention' : 'failing';
}

/** True when calls to the line are meant to come here now. */
export function isAnswering({ state }: Pick<LineStatus, 'state'>): boolean {
  return state === 'live' || state === 'degraded';
}

/** Fewest digits of a name that repeats the number; fewer are a name of its own, as of an extension. */
const FEWEST_DIGITS = 7;

/** Name to show beside a line's number; empty if it only repeats the number. */
export function nameBeside({ number, name }: Pick<ListedLine, 'number' | 'name'>): string {
  const plain = plainLine(name);
  return isNumberAgain(plain, number) ? '' : plain;
}

/** True if a name repeats the number in any notation: the carrier calls a new number `(415) 555-0134`. */
function isNumberAgain(name: string, number: string): boolean {
  const digits = name.replace(/\D/g, '').replace(/^0+/, '');
  return /^[-+().\s\d]*$/.test(name) && digits.length >= FEWEST_DIGITS && number.endsWith(digits);
}

/** Destination of a number's calls, as the end of “Points to …”. */
export function destinationLabel(destination: Destination): string {
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

/**
 * Kind of destination that answers the number whatever its webhook says, so that going live needs consent; null for
 * none.
 */
export function overriding({ kind }: Destination): 'application' | 'trunk' | null {
  return kind === 'application' || kind === 'trunk' ? kind : null;
}

/** Explains why a line is not as it was asked to be. */
export function lineRefusalLabels(refusal: LineRefusal): Refusal {
  return refusal === 'not-reached' ? NOT_REACHED : problemLabels(refusal);
}

/** Derives a line's status from the carrier's listing, the feed, and what this page asked for. */
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

/** Problems to tell of, although there is nothing to retry. */
const SETTLED: readonly LineRefusal[] = ['edit-kept', 'saved-routing-lost', 'cannot-answer', 'no-such-number'];

/** Kind of retry that helps a line that is off; null if none would. */
export function retryOf({ of }: LineTrouble): 'go live' | 'go off' | null {
  if (SETTLED.includes(of)) return null;
  return of === 'not-put-back' ? 'go off' : 'go live';
}

/** Builds the problem of a refusal; null for a cancellation, because whoever cancelled need not be told. */
function troubleOf(refusal: LineRefusal, detail: string): LineTrouble | null {
  if (refusal === 'cancelled') return null;
  const words = lineRefusalLabels(refusal);
  const extra = [words.sentence, words.remedy].reduce((rest, said) => rest.replace(said, ''), detail);
  return { ...words, of: refusal, extra: plainLine(extra) };
}

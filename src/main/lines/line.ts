import type { GoLiveStep } from '../../shared/line/go-live-step';
import type { LineProblem } from '../../shared/line/line-problem';
import { destinationOf, type Routing } from '../../shared/line/routing';
import type { CarrierNumber, LineOutcome, SavedRouting } from '../ports/ports-lines';
import { LineError, lineErrorOf } from './line-error';
import { Attempt, LineWork } from './line-work';
import { goLive, putBack, type LineParts } from './routing-changes';
import { isAnsweredBy, isUnchangedByOthers, type Ownership } from './routing-without-us';
import { isSameStatus, lineChanged, type LineStatus } from './status';

/**
 * Length of an outage, in which callers hear an error, before their calls go to the number's original destination
 * again.
 */
const OUTAGE_LIMIT_MS = 60_000;
/** Time during which a change may still take effect at the carrier after its request failed. */
const LATE_CHANGE_MS = 20_000;
const GONE: LineProblem = 'no-such-number';
const GIVEN_BACK = 'Meanwhile its calls go where they went before.';
const OK: LineOutcome = { ok: true };
/** Key problems: without working keys no call can be answered, so a live line is not live. */
const KEY_PROBLEMS = problems('no-keys', 'keys-refused', 'account-not-active', 'not-permitted');
/** Problems that a quick retry does not solve. */
const LASTING_PROBLEMS = problems('no-such-number', 'cannot-answer', 'address-refused');

/** Observation of the world: either the reason the public address does not lead here, or the number at the carrier. */
export type Observation =
  { readonly trouble: LineError } | { readonly trouble?: undefined; readonly found: CarrierNumber | LineError };

/** One phone number: its status, and a queue of the work on it. */
export class Line {
  readonly work = new LineWork();
  private status: LineStatus = { state: 'off' };
  /** Wish of the operator; undefined: the line is to be off. */
  private wanted: { readonly takesOver: boolean } | undefined;
  /** Named by the configuration: the line goes live without a click, and a failed attempt is repeated. */
  private isNamed = false;
  private ownership: Ownership = 'none';
  /** True once the journal has heard of this line. */
  private isTold = false;
  private hasVanished = false;
  private outageSinceMs: number | undefined;
  /** Until this time a change may still take effect at the carrier, so the note is kept for another look. */
  private lateUntilMs = 0;
  private readonly attempt = new Attempt();

  constructor(
    readonly number: string,
    private readonly parts: LineParts,
    /** Cuts the waits of putting back short when the time to stop is up. */
    private readonly hurry: AbortSignal,
  ) {}

  get state(): LineStatus['state'] {
    return this.status.state;
  }

  get isWanted(): boolean {
    return this.wanted !== undefined;
  }

  /** True while calls to the number are meant to come here. */
  get isAnswering(): boolean {
    return this.state === 'live' || this.state === 'degraded';
  }

  /** True while the line is not in its wanted state but may soon be. */
  get isUnwell(): boolean {
    if (this.status.state === 'off' && this.status.error && LASTING_PROBLEMS.has(this.status.error.problem)) {
      return false;
    }
    if (this.wanted) return this.state !== 'live';
    return this.note !== undefined && !this.hasVanished;
  }

  get note(): SavedRouting | undefined {
    return this.parts.savedRoutings.all().get(this.number);
  }

  /** Goes live. Concurrent requests share the first attempt. */
  goLive(takesOver: boolean, isNamed = false): Promise<LineOutcome> {
    const wasWanted = this.wanted;
    this.wanted = { takesOver: takesOver || (wasWanted?.takesOver ?? false) };
    this.isNamed ||= isNamed;
    const { outcome } = this.attempt;
    if (outcome) return outcome;
    if (wasWanted && this.state === 'live') return Promise.resolve(OK);
    return this.attempt.begin((signal) => this.next(() => this.bringLive(true, signal)));
  }

  goOff(): Promise<LineOutcome> {
    this.wanted = undefined;
    this.isNamed = false;
    this.attempt.cancel();
    return this.next(() => this.takeOff());
  }

  /** Settles what the last run left behind: a note of this number, or a state in the journal that no longer holds. */
  settle(shownAs: LineStatus['state'] | undefined, isNoteLost: boolean): Promise<LineOutcome> {
    return this.next(async () => {
      this.isTold = shownAs !== undefined;
      if (shownAs === 'live' || shownAs === 'degraded') this.status = { state: 'live' };
      if (shownAs === 'going live') this.status = { state: 'going live', step: 'keys' };
      if (this.note !== undefined)
        return this.takeOff('Switchboard ended without putting it back; it has done so now.');
      this.show(isNoteLost ? { state: 'off', error: new LineError('saved-routing-lost') } : { state: 'off' });
      return OK;
    });
  }

  /** Removes a line whose number the account no longer has, unless there is something to put back. */
  isGone(): void {
    if (!this.work.isBusy && !this.isWanted && this.note === undefined) this.remove();
  }

  /** Brings the line closer to its wanted state. Does nothing if the observation is not of this revision. */
  async lookAfter(observation: Observation, revision: number): Promise<void> {
    if (this.work.isBusy || this.work.revision !== revision) return;
    if (!this.wanted && this.note === undefined) return;
    await this.next(async () => {
      if (!this.wanted) return this.takeOff();
      if (observation.trouble) return this.onOutage(observation.trouble);
      this.outageSinceMs = undefined;
      return this.follow(observation.found);
    });
  }

  private next(piece: () => Promise<LineOutcome>): Promise<LineOutcome> {
    return this.work.next(async () => {
      try {
        return await piece();
      } catch (error) {
        const unforeseen = lineErrorOf(error);
        this.parts.log.error('lines.unexpected', { problem: unforeseen.message });
        this.show(this.note ? { state: 'degraded', error: unforeseen } : { state: 'off', error: unforeseen });
        return { ok: false, problem: unforeseen.problem };
      }
    });
  }

  private async bringLive(isAsked: boolean, signal: AbortSignal): Promise<LineOutcome> {
    let step: GoLiveStep = 'keys';
    let base: URL;
    try {
      base = await goLive(this.parts, {
        number: this.number,
        takesOver: () => this.wanted?.takesOver ?? false,
        ...(!isAsked && { mayChange: (current: Routing) => isUnchangedByOthers(this.ownership, current, this.note) }),
        onStep: (begun) => {
          step = begun;
          this.show({ state: 'going live', step });
        },
        signal,
      });
    } catch (error) {
      return this.fail(lineErrorOf(error), step);
    }
    this.ownership = 'pointed';
    this.outageSinceMs = undefined;
    this.show({ state: 'live' });
    if (this.parts.publicBase()?.href !== base.href) this.parts.lookAgain();
    return OK;
  }

  private async fail(error: LineError, step: GoLiveStep): Promise<LineOutcome> {
    const refusal: LineOutcome = { ok: false, problem: error.problem };
    // Whoever cancelled has put the taking off behind this.
    if (error.problem === 'cancelled') return refusal;
    this.parts.log.warn('lines.not-live', { problem: error.message, step });
    if (this.ownership !== 'none') {
      this.show({ state: 'degraded', error });
      return refusal;
    }
    if (step === 'pointed' && mayHaveHappened(error)) this.lateUntilMs = this.parts.clock.nowMs() + LATE_CHANGE_MS;
    if (await this.undo()) this.show({ state: 'off', error, step });
    if (!this.isNamed) this.wanted = undefined;
    return refusal;
  }

  /** Puts the number back. On failure the line says so, and the next check tries again. */
  private async undo(): Promise<{ readonly isEdited: boolean } | undefined> {
    const keepsNote = this.parts.clock.nowMs() < this.lateUntilMs;
    try {
      const left = await putBack(this.parts, this.number, { keepsNote, signal: this.hurry });
      this.ownership = 'none';
      return left;
    } catch (error) {
      const why = lineErrorOf(error);
      this.parts.log.warn('lines.not-put-back', { problem: why.message });
      if (why.problem === GONE) this.vanish('off');
      else this.show({ state: 'degraded', error: new LineError('not-put-back', why.message) });
      return undefined;
    }
  }

  private async takeOff(remark?: string): Promise<LineOutcome> {
    const left = await this.undo();
    if (!left) return { ok: false, problem: 'not-put-back' };
    this.outageSinceMs = undefined;
    if (left.isEdited) this.show({ state: 'off', error: new LineError('edit-kept') });
    else if (remark !== undefined) this.show({ state: 'off', remark });
    else if (this.state !== 'off') this.show({ state: 'off' });
    return OK;
  }

  /** Handles an outage: callers hear an error, so a long one sends them to the original destination. */
  private async onOutage(trouble: LineError): Promise<LineOutcome> {
    const nowMs = this.parts.clock.nowMs();
    this.outageSinceMs ??= nowMs;
    const { note } = this;
    const hasElsewhere = note !== undefined && destinationOf(note.before).kind !== 'nothing';
    if (this.ownership === 'pointed' && hasElsewhere && nowMs - this.outageSinceMs >= OUTAGE_LIMIT_MS) {
      const left = await putBack(this.parts, this.number, { keepsNote: false, signal: this.hurry }).catch(
        () => undefined,
      );
      if (left) this.ownership = left.routing ? { givenBackAs: left.routing } : 'none';
    }
    if (this.ownership === 'pointed') this.show({ state: 'degraded', error: trouble });
    else if (this.ownership !== 'none') this.show({ state: 'degraded', error: trouble, remark: GIVEN_BACK });
    return { ok: false, problem: trouble.problem };
  }

  /** Follows a number at the carrier while the public address leads here: shows it live, or points it here again. */
  private async follow(found: CarrierNumber | LineError): Promise<LineOutcome> {
    const wasLive = this.ownership !== 'none';
    if (found instanceof LineError) {
      if (!wasLive) this.show({ state: 'off', error: found, step: 'keys' });
      else if (found.problem === GONE) return this.makeSureItIsGone();
      else if (KEY_PROBLEMS.has(found.problem)) this.show({ state: 'degraded', error: found });
      return { ok: false, problem: found.problem };
    }
    if (wasLive) {
      if (!isUnchangedByOthers(this.ownership, found.routing, this.note)) {
        this.show({ state: 'degraded', error: new LineError('changed-elsewhere') });
        return { ok: false, problem: 'changed-elsewhere' };
      }
      if (this.ownership === 'pointed' && this.pointsHere(found.routing)) {
        this.show({ state: 'live' });
        return OK;
      }
    }
    return this.attempt.begin((signal) => this.bringLive(!wasLive, signal));
  }

  /** Reads the number by its id once more, since a list read while numbers come and go may lack one. */
  private async makeSureItIsGone(): Promise<LineOutcome> {
    const { note } = this;
    try {
      if (note !== undefined) return await this.follow(await this.parts.directory.read(note.id));
    } catch (error) {
      const { problem } = lineErrorOf(error);
      if (problem !== GONE) return { ok: false, problem };
    }
    this.vanish('degraded');
    return { ok: false, problem: GONE };
  }

  /**
   * Drops a vanished number but keeps its note, since it may come back and still point here. A number of another
   * account still points here, so the line stays on the screen for somebody to see.
   */
  private vanish(state: 'off' | 'degraded'): void {
    const isElsewhere = this.note !== undefined && this.note.account !== this.parts.accountId();
    if (isElsewhere || this.isNamed) {
      this.show({ state, error: new LineError(GONE) });
      return;
    }
    this.wanted = undefined;
    this.ownership = 'none';
    this.hasVanished = true;
    this.remove();
  }

  private remove(): void {
    this.status = { state: 'off' };
    if (this.isTold) this.parts.journal.record(null, { type: 'line.removed', number: this.number });
    this.isTold = false;
  }

  /** True when calls to the number, as routed at the carrier now, reach our present address. */
  pointsHere(current: Routing): boolean {
    const base = this.parts.publicBase();
    const ours = this.note?.ours.at(-1);
    if (!base || !ours) return false;
    return ours.voiceUrl === this.parts.webhooks(base).voice && isAnsweredBy(current, ours);
  }

  private show(status: LineStatus): void {
    if (isSameStatus(this.status, status)) return;
    this.status = status;
    this.isTold = true;
    this.hasVanished = false;
    const { journal, agentNameFor } = this.parts;
    journal.record(null, lineChanged(this.number, agentNameFor(this.number), status));
  }
}

function problems(...list: readonly LineProblem[]): ReadonlySet<LineProblem> {
  return new Set(list);
}

/** True when the failed request may still have been carried out, now or in a moment. */
function mayHaveHappened({ problem }: LineError): boolean {
  return problem === 'carrier-unreachable' || problem === 'carrier-timed-out' || problem === 'carrier-not-understood';
}

import type { LineTestNews } from '../../shared/line/line-test';
import { destinationOf } from '../../shared/line/routing';
import { pause } from '../../shared/std/deadline';
import type { Dispose } from '../ports/ports';
import type {
  CarrierNumber,
  CarrierNumbers,
  LineCommands,
  LineOutcome,
  ListedLine,
  ReachProof,
  LineTestCaller,
} from '../ports/ports-lines';
import { Directory } from './directory';
import { Line, type Observation } from './line';
import { LineError, lineErrorOf, notReached } from './line-error';
import { LineTests, type LineTestParts } from './line-tests';
import type { LineParts } from './routing-changes';
import { withoutUs } from './routing-without-us';

/**
 * Interval between proofs of live lines. Each proof is a request through the tunnel, and a free tunnel has 20,000 a
 * month.
 */
const CHECK_EVERY_MS = 5 * 60_000;
/** Interval while a line is not in its wanted state. */
const CHECK_UNWELL_EVERY_MS = 30_000;
/**
 * Age from which trouble counts as lasting and is checked at the slow interval. It will not pass in half a minute, and
 * a free tunnel's requests would not last the month.
 */
const UNWELL_FOR_LONG_MS = 15 * 60_000;
/** Delay before a second probe: one lost request is no outage. */
const ASK_AGAIN_AFTER_MS = 2000;
const STOP_LIMIT_MS = 4000;
const ALL_NUMBERS = '*';

/** Dependencies of all lines. A changed public base is announced with `publicBaseChanged`; no probe ever rejects. */
export interface LinesParts extends Omit<LineParts, 'directory' | 'fallbackUrl' | 'untilBaseChanged' | 'lookAgain'> {
  readonly telephony: CarrierNumbers;
  readonly fallbackUrl?: LineParts['fallbackUrl'];
  /** Plays the carrier in line tests. */
  readonly caller: LineTestCaller;
  /** Checks with the model service the key and the model of the agent that answers the number. */
  readonly checkModel: LineTestParts['checkModel'];
}

/** All lines. Only this room changes the numbers at the carrier, and does nothing until asked. */
export class Lines implements LineCommands {
  private readonly lines = new Map<string, Line>();
  private readonly directory: Directory;
  private readonly lineParts: LineParts;
  private readonly hurry = new AbortController();
  private readonly lineTests: LineTests;
  private readonly proofs = new Map<string, Promise<ReachProof>>();
  private baseChange = new AbortController();
  /** Public base as last announced; null: never. */
  private toldBase: string | undefined | null = null;
  private isAllWanted = false;
  /** Numbers of lines that an earlier run's journal shows as off. */
  private readonly shownOff = new Set<string>();
  private unwellSinceMs: number | undefined;
  private isStopping = false;
  private looking: Promise<void> | undefined;
  private isToLookAgain = false;
  private cancelNextLook: Dispose = () => undefined;

  constructor(private readonly parts: LinesParts) {
    this.directory = new Directory(parts.telephony);
    this.lineParts = {
      ...parts,
      directory: this.directory,
      fallbackUrl: () => parts.fallbackUrl?.(),
      proveReachable: (base) => this.prove(base),
      untilBaseChanged: (waitMs, signal) => pause(parts.clock, waitMs, signal, this.baseChange.signal),
      lookAgain: () => void this.check(),
    };
    this.lineTests = new LineTests({ ...this.lineParts, caller: parts.caller, checkModel: parts.checkModel });
  }

  async list(): Promise<Awaited<ReturnType<LineCommands['list']>>> {
    try {
      return { ok: true, lines: (await this.listAll()).map((found) => this.listed(found)) };
    } catch (error) {
      return { ok: false, problem: lineErrorOf(error).problem };
    }
  }

  goLive(number: string, { takesOverOtherRouting }: { readonly takesOverOtherRouting: boolean }): Promise<LineOutcome> {
    if (this.isStopping) return Promise.resolve({ ok: false, problem: 'stopping' });
    return this.thenPlan(this.line(number).goLive(takesOverOtherRouting));
  }

  goOff(number: string): Promise<LineOutcome> {
    return this.thenPlan(this.line(number).goOff());
  }

  async test(number: string, tell: (news: LineTestNews) => void, signal: AbortSignal): Promise<void> {
    const line = this.line(number);
    const isFine = await this.lineTests.test(line, tell, signal);
    if (!isFine || line.isUnwell) void this.check();
  }

  /**
   * Takes lines live without a click, replacing whatever answers now, and keeps trying. `*` names every number that can
   * answer.
   */
  async keepLive(names: readonly string[]): Promise<void> {
    this.isAllWanted ||= names.includes(ALL_NUMBERS);
    const named = names.filter((name) => name !== ALL_NUMBERS);
    await Promise.all([this.nameAll(), ...named.map((number) => this.name(number))]);
    this.plan();
  }

  /** Puts back the numbers of a run that crashed. `shown`: the last states of lines in the journal. */
  async restoreLeftovers(shown: Iterable<Pick<ListedLine, 'number' | 'state'>>): Promise<void> {
    const { savedRoutings } = this.parts;
    const states = new Map([...shown].map(({ number, state }) => [number, state]));
    for (const [number, state] of states) {
      if (state !== 'off') continue;
      states.delete(number);
      this.shownOff.add(number);
    }
    const left = new Set([...savedRoutings.all().keys(), ...states.keys()]);
    const isNoteLost = savedRoutings.setAside !== null || savedRoutings.unreadable > 0;
    await Promise.all([...left].map((number) => this.line(number).settle(states.get(number), isNoteLost)));
    this.plan();
  }

  /** Makes live lines follow a public base that came, went or changed. Repeated news is ignored. */
  publicBaseChanged(): void {
    const told = this.toldBase;
    this.toldBase = this.parts.publicBase()?.href;
    if (told === this.toldBase) return;
    const changed = this.baseChange;
    this.baseChange = new AbortController();
    changed.abort();
    void this.check();
  }

  /** Proves every live line and mends it where possible. Also runs by itself at intervals. */
  check(): Promise<void> {
    if (this.isStopping) return Promise.resolve();
    this.isToLookAgain = this.looking !== undefined;
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
      if (this.isToLookAgain) void this.check();
      else this.plan();
    });
    return this.looking;
  }

  /** Puts every line back concurrently, within 4 s. The next start puts back the rest. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.cancelNextLook();
    const done = new AbortController();
    const all = Promise.all([...this.lines.values()].map((line) => line.goOff()));
    await Promise.race([all.then(() => done.abort()), pause(this.parts.clock, STOP_LIMIT_MS, done.signal)]);
    this.hurry.abort();
  }

  private line(number: string): Line {
    const known = this.lines.get(number);
    if (known) return known;
    const line = new Line(number, this.lineParts, this.hurry.signal);
    this.lines.set(number, line);
    return line;
  }

  private listed({ number, name, canAnswer, routing }: CarrierNumber): ListedLine {
    const line = this.lines.get(number);
    const without = line?.note ? withoutUs(routing, line.note).routing : routing;
    return { number, name, canAnswer, state: line?.state ?? 'off', destination: destinationOf(without) };
  }

  private async name(number: string): Promise<void> {
    if (!this.isStopping) await this.line(number).goLive(true, true);
  }

  /** Takes every number that can answer live, as soon as the carrier has listed them. */
  private async nameAll(): Promise<void> {
    if (!this.isAllWanted) return;
    try {
      const numbers = await this.directory.list();
      this.isAllWanted = false;
      await Promise.all(numbers.filter(({ canAnswer }) => canAnswer).map(({ number }) => this.name(number)));
    } catch (error) {
      this.parts.log.warn('lines.not-listed', { problem: lineErrorOf(error).message });
    }
  }

  private async look(): Promise<void> {
    await this.nameAll();
    const lines = [...this.lines.values()].map((line) => ({ line, revision: line.work.revision }));
    const isAnyWanted = lines.some(({ line }) => line.isWanted);
    const trouble = isAnyWanted ? await this.trouble() : undefined;
    const found = isAnyWanted && !trouble ? await this.findAll() : new LineError('no-such-number');
    const observationOf = ({ number }: Line): Observation => {
      if (trouble) return { trouble };
      if (found instanceof LineError) return { found };
      return { found: found.get(number) ?? new LineError('no-such-number') };
    };
    await Promise.all(lines.map(({ line, revision }) => line.lookAfter(observationOf(line), revision)));
  }

  /** Lists all numbers of the account, and removes lines whose number is not among them. */
  private async listAll(): Promise<readonly CarrierNumber[]> {
    const numbers = await this.directory.list();
    const there = new Set(numbers.map(({ number }) => number));
    for (const line of this.lines.values()) if (!there.has(line.number)) line.isGone();
    for (const number of this.shownOff) {
      if (there.has(number) || this.lines.has(number)) continue;
      this.shownOff.delete(number);
      this.parts.journal.record(null, { type: 'line.removed', number });
    }
    return numbers;
  }

  private async findAll(): Promise<ReadonlyMap<string, CarrierNumber> | LineError> {
    try {
      return new Map((await this.listAll()).map((each) => [each.number, each]));
    } catch (error) {
      return lineErrorOf(error);
    }
  }

  /** Returns the reason the public address does not lead here, confirmed by a second probe; undefined: it does. */
  private async trouble(): Promise<LineError | undefined> {
    const first = await this.troubleNow();
    if (!first) return undefined;
    await pause(this.parts.clock, ASK_AGAIN_AFTER_MS, this.baseChange.signal, this.hurry.signal);
    return this.troubleNow();
  }

  private async troubleNow(): Promise<LineError | undefined> {
    const base = this.parts.publicBase();
    if (!base) return new LineError('no-public-address');
    const proof = await this.prove(base);
    return proof.ok ? undefined : notReached(proof.failure, proof.code);
  }

  /** Probes a public base; concurrent callers share one probe. */
  private prove(base: URL): Promise<ReachProof> {
    const { href } = base;
    const running = this.proofs.get(href);
    if (running) return running;
    const proof = this.parts.proveReachable(base).finally(() => this.proofs.delete(href));
    this.proofs.set(href, proof);
    return proof;
  }

  private async thenPlan(outcome: Promise<LineOutcome>): Promise<LineOutcome> {
    const result = await outcome;
    this.plan();
    return result;
  }

  /** Schedules the next check, if any line needs one. */
  private plan(): void {
    this.cancelNextLook();
    if (this.isStopping) return;
    const lines = [...this.lines.values()];
    const isUnwell = this.isAllWanted || lines.some((line) => line.isUnwell);
    if (!isUnwell && !lines.some((line) => line.isWanted || line.note)) return;
    this.unwellSinceMs = isUnwell ? (this.unwellSinceMs ?? this.parts.clock.nowMs()) : undefined;
    const isFresh = isUnwell && this.parts.clock.nowMs() - (this.unwellSinceMs ?? 0) < UNWELL_FOR_LONG_MS;
    const delayMs = isFresh ? CHECK_UNWELL_EVERY_MS : CHECK_EVERY_MS;
    this.cancelNextLook = this.parts.clock.after(delayMs, () => void this.check());
  }
}

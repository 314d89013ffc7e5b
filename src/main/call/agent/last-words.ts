import type { Clock, CreateResponse, Dispose } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';
import type { ResponseGate } from './response-gate';
import { GOODBYE_TAG, type AgentResponse } from './responses';

/** Longest wait for the phone to say that it has played words, from when their sound should be over; 15 s. */
const WORDS_DEADLINE_MS = 15_000;

/** Knows when the agent's sound should be over on the phone; ms of the monotonic clock. */
type Sounding = Pick<AgentVoice, 'soundEndsAtMs'>;

/**
 * Acts `limitMs` after the agent's words should have sounded, those that come meanwhile included, or after the wait
 * began if that is later. A fixed deadline would cut whoever has a lot to say.
 */
export function afterSound(clock: Clock, voice: Sounding, limitMs: number, act: () => void): Dispose {
  const begunAtMs = clock.nowMs();
  let stop: Dispose = () => undefined;
  const wait = (): void => {
    const leftMs = Math.max(begunAtMs, voice.soundEndsAtMs()) + limitMs - clock.nowMs();
    if (leftMs <= 0) act();
    else stop = clock.after(Math.ceil(leftMs), wait);
  };
  wait();
  return () => stop();
}

/**
 * Reason why the agent leaves the caller after its last words. `limit`: the call may not go on; `transfer`: the caller
 * is put through to a person.
 */
export type HangupReason = 'agent' | 'operator' | 'limit' | 'transfer';

/** Time in which the model tells of speech that it hears; 600 ms. A caller who is loud longer than that makes a noise. */
const LISTEN_MS = 600;

/** Precedence of the reasons: a higher one replaces a lower one. */
const RANK: Record<HangupReason, number> = { agent: 0, transfer: 1, limit: 2, operator: 3 };

/** The caller as a hang-up finds them. */
interface CallerNow {
  /** True from when the model hears them speak until their turn is in the conversation. */
  readonly hasTurn: () => boolean;
  /** True while their line is loud. The model may not have told of it yet. */
  readonly isLoud: () => boolean;
}

/**
 * Hang-up that waits until the caller has heard the last words. The agent's own is cancelled when the caller speaks again,
 * and begins only when they are silent. One of a limit waits until they have finished, up to its deadline. One of an
 * operator or a transfer does not.
 */
export class PendingHangup {
  private reason: HangupReason | null = null;
  private stopDeadline: Dispose = () => undefined;
  private overruled = false;
  private isListening = false;

  constructor(
    private readonly clock: Clock,
    private readonly voice: Sounding,
    private readonly caller: CallerNow,
    private readonly onHangup: (reason: HangupReason) => void,
  ) {}

  get isUnderWay(): boolean {
    return this.reason !== null;
  }

  /** True while a transfer waits for the last words. */
  get isForTransfer(): boolean {
    return this.reason === 'transfer';
  }

  /** True while the call ends at a limit, and its goodbye is said. */
  get isForLimit(): boolean {
    return this.reason === 'limit';
  }

  /** True while hang-ups of the agent and of limits are refused, because somebody else decides when the call ends. */
  get isOverruled(): boolean {
    return this.overruled;
  }

  begin(reason: HangupReason): void {
    if (this.overruled && isOfAgent(reason)) return;
    if (this.reason !== null && this.reason !== 'agent' && RANK[this.reason] >= RANK[reason]) return;
    this.reason = reason;
    this.stopDeadline();
    this.isListening = false;
    this.stopDeadline = afterSound(this.clock, this.voice, WORDS_DEADLINE_MS, () => this.leave());
  }

  /** Carries the hang-up out, because the last words were heard; not while the caller speaks. */
  quiet(): void {
    const { caller, reason } = this;
    if (reason === null || (reason !== 'operator' && reason !== 'transfer' && caller.hasTurn())) return;
    if (reason !== 'agent' || !caller.isLoud()) {
      this.leave();
    } else if (!this.isListening) {
      this.isListening = true;
      this.stopDeadline();
      this.stopDeadline = this.clock.after(LISTEN_MS, () => this.leave());
    }
  }

  /** Clears the hang-up, which was carried out or called off. */
  over(): void {
    this.reason = null;
    this.stopDeadline();
  }

  /** Calls off the agent's own hang-up, because the caller speaks again. */
  cancel(): void {
    if (this.reason === 'agent') this.over();
  }

  private leave(): void {
    if (this.reason !== null) this.onHangup(this.reason);
  }

  /**
   * Overrules the agent while somebody else decides when the call ends: hang-ups of the agent and of limits are called
   * off and refused. False ends that.
   */
  overrule(isOverruled: boolean): void {
    this.overruled = isOverruled;
    if (isOverruled && this.reason !== null && isOfAgent(this.reason)) this.over();
  }
}

/** The goodbye begins within 12 s of the words before it, or the call ends without one. */
const BEGIN_DEADLINE_MS = 12_000;
/** Longest wait for a caller who speaks when the goodbye is due; 30 s. */
const CALLER_PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 1000;

const GOODBYE: CreateResponse = {
  tag: GOODBYE_TAG,
  instructions:
    'This call has to end now. In the language of the conversation, tell the caller so in one short, friendly sentence, ' +
    'and say goodbye. Ask nothing.',
};

/**
 * Goodbye of a call that reached a limit: the agent says it, and the call ends when the caller has heard it. A caller who
 * talks into it is answered, and hears it once more.
 */
export class LimitGoodbye {
  private isAsked = false;
  private isSaidAgain = false;
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly voice: Sounding,
    private readonly gate: ResponseGate,
    private readonly pendingHangup: PendingHangup,
    private readonly onHangup: () => void,
  ) {}

  get isUnderWay(): boolean {
    return this.isAsked;
  }

  /** Waits for what the agent and the caller are saying. */
  say(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    this.ask();
  }

  /** The caller speaks: a goodbye that is being said comes again when they were answered, once. */
  callerStarted(): void {
    if (!this.pendingHangup.isForLimit || this.isSaidAgain) return;
    this.isSaidAgain = true;
    this.pendingHangup.over();
    this.ask();
  }

  /** Somebody else speaks with the caller: the goodbye waits until the agent has them again. */
  putOff(): void {
    this.stopDeadline();
    this.gate.withdraw(GOODBYE);
  }

  /** The agent has the caller again. */
  resume(): void {
    if (this.isAsked) this.ask();
  }

  responseStarted({ purpose }: AgentResponse): void {
    if (this.isAsked && purpose === 'goodbye') this.pendingHangup.begin('limit');
  }

  private ask(): void {
    this.stopDeadline();
    const askedAtMs = this.clock.nowMs();
    const giveUp = (): void => {
      if (this.pendingHangup.isUnderWay) return;
      const isPatient = this.clock.nowMs() - askedAtMs < CALLER_PATIENCE_MS;
      if (this.gate.isCallersTurn && isPatient) this.stopDeadline = this.clock.after(LOOK_AGAIN_MS, giveUp);
      else this.onHangup();
    };
    this.stopDeadline = afterSound(this.clock, this.voice, BEGIN_DEADLINE_MS, giveUp);
    this.gate.request(GOODBYE, 'goodbye');
  }
}

/**
 * Queue of acts that would cut the agent short. Runs them in order once the phone has played the agent's current words.
 */
export class AfterPlayout {
  private waiting: { readonly act: () => void; readonly stopDeadline: Dispose }[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly voice: Pick<AgentVoice, 'isQuiet' | 'soundEndsAtMs'>,
  ) {}

  do(act: () => void): void {
    const stopDeadline = afterSound(this.clock, this.voice, WORDS_DEADLINE_MS, () => this.goOn());
    this.waiting.push({ act, stopDeadline });
    this.check();
  }

  /** Runs the queue if the agent is quiet; called when the phone played more or a response is over. */
  check(): void {
    if (this.waiting.length > 0 && this.voice.isQuiet()) this.goOn();
  }

  dispose(): void {
    for (const { stopDeadline } of this.waiting.splice(0)) stopDeadline();
  }

  private goOn(): void {
    for (const { act, stopDeadline } of this.waiting.splice(0)) {
      stopDeadline();
      act();
    }
  }
}

function isOfAgent(reason: HangupReason): boolean {
  return reason === 'agent' || reason === 'limit';
}

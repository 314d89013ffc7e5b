import { CarrierError } from '../../../shared/line/carrier-failure';
import type { CallEnd } from '../../../shared/call/events/call';
import type { CallEvent } from '../../../shared/call/events';
import { MAX_DETAIL_CHARS } from '../../../shared/call/fact';
import type { TransferFailure } from '../../../shared/call/events/operator';
import type { TransferWay } from '../../../shared/tool/transfer-way';
import type { Clock, Dispose } from '../../ports/ports';
import { RING_SECONDS, type TransferOutcome } from '../../ports/ports-transfer';

/** Ringing, an announcement and its answer take no longer; then the carrier has lost the call or cannot reach us. */
const NEWS_DEADLINE_MS = (RING_SECONDS + 60) * 1000;
/** The stream of a caller who comes back must be up by then: the token's life and the carrier's connect time. */
const RETURN_DEADLINE_MS = 75_000;

export interface TransferOrder {
  readonly to: string;
  readonly way: TransferWay;
  readonly by: 'operator' | 'agent';
}

export interface TransferEffects {
  readonly emit: (event: CallEvent) => void;
  /** Nothing more is said; calls back when the last words were heard, at once when there are none. */
  readonly finishWords: (then: () => void) => void;
  /** The caller leaves the agent, and may come back. */
  readonly beginTransfer: () => void;
  /** Asks the carrier. Rejects with `CarrierError`. */
  readonly putThrough: () => Promise<void>;
  /** True while the stream the caller was on is open. */
  readonly isStreamOpen: () => boolean;
  /** The caller will come back, so the agent had better be there. */
  readonly expect: () => void;
  /** The caller is back, on the stream there is. */
  readonly resumeAfterTransfer: (failure: TransferFailure) => void;
  readonly end: (end: CallEnd) => void;
  /** Takes what is thrown when the carrier has answered. */
  readonly onFault: (error: unknown) => void;
}

type Stage = 'last-words' | 'asking' | 'away' | 'coming-back' | 'over';

/**
 * One attempt to put a caller through to a person. The caller leaves our stream for it, so that what becomes of it is told by
 * the carrier alone: they talk, and the call is over for us; or the caller comes back on a new stream and the agent goes on.
 */
export class Transfer {
  private stage: Stage = 'last-words';
  private hasDeclined = false;
  /** True when nobody knows whether the carrier took the order. */
  private isUncertain = false;
  private failure: TransferFailure = 'no-answer';
  private stopDeadline: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly order: TransferOrder,
    private readonly effects: TransferEffects,
  ) {}

  begin(): void {
    this.effects.emit({ type: 'transfer.began', ...this.order });
    this.effects.finishWords(() => this.ask());
  }

  /** True while the end of the stream is not the end of the call. */
  get isAway(): boolean {
    return this.stage === 'asking' || this.stage === 'away' || this.stage === 'coming-back';
  }

  get isOver(): boolean {
    return this.stage === 'over';
  }

  /** True while a new stream of the caller is wanted. */
  get isReturning(): boolean {
    return this.stage === 'coming-back';
  }

  /** The person picked up: unless they are told first who is calling, the two talk now. */
  personAnswered(): void {
    if (this.isRinging && this.order.way === 'blind') this.connected();
  }

  /** The person was told who is calling. True: they are still wanted. */
  personDecided(takes: boolean): boolean {
    if (!this.isRinging || this.order.way !== 'announced') return false;
    if (takes) this.connected();
    else this.hasDeclined = true;
    return true;
  }

  /** The carrier is through with it. True: the caller is to come back to us. */
  ended(outcome: TransferOutcome): boolean {
    if (!this.isRinging) return false;
    // Told who is calling, a person who takes the call is known to have taken it before they are connected.
    const wasDeclined = this.order.way === 'announced' && (this.hasDeclined || outcome === 'connected');
    if (!wasDeclined && outcome === 'connected') {
      this.connected();
      return false;
    }
    this.fail(wasDeclined || outcome === 'connected' ? 'declined' : outcome);
    this.enter('coming-back', RETURN_DEADLINE_MS, 'The caller did not come back from the transfer');
    this.effects.expect();
    return true;
  }

  /** The caller is on a stream of ours again, which tells that the carrier did not take an order it never answered. */
  cameBack(): void {
    if (this.stage === 'away' && this.isUncertain) this.fail('carrier-refused');
    else if (this.stage !== 'coming-back') return;
    this.dispose();
    this.effects.resumeAfterTransfer(this.failure);
  }

  /** The call is over, or this is. */
  dispose(): void {
    this.stage = 'over';
    this.stopDeadline();
  }

  private get isRinging(): boolean {
    return this.stage === 'asking' || this.stage === 'away';
  }

  private ask(): void {
    if (this.stage !== 'last-words') return;
    this.enter('asking', NEWS_DEADLINE_MS, 'The carrier did not say what became of the transfer');
    this.effects.beginTransfer();
    this.effects
      .putThrough()
      .then(
        () => {
          if (this.stage === 'asking') this.stage = 'away';
        },
        (error: unknown) => this.refused(error),
      )
      .catch(this.effects.onFault);
  }

  /** The carrier did not do it, or nobody knows whether it did: whether the stream stands tells. */
  private refused(error: unknown): void {
    if (this.stage !== 'asking') return;
    const failure = error instanceof CarrierError ? error.failure : 'not-understood';
    if (failure === 'call-is-over' || failure === 'not-found') {
      this.effects.end({ by: 'caller', reason: 'caller-hung-up' });
    } else if (this.effects.isStreamOpen()) {
      this.fail('carrier-refused', error instanceof Error ? error.message : undefined);
      this.dispose();
      this.effects.resumeAfterTransfer('carrier-refused');
    } else if (failure === 'timed-out' || failure === 'unreachable' || failure === 'not-understood') {
      this.stage = 'away';
      this.isUncertain = true;
    } else {
      this.effects.end({ by: 'caller', reason: 'caller-hung-up' });
    }
  }

  private connected(): void {
    this.dispose();
    this.effects.end({ by: this.order.by, reason: 'transferred' });
  }

  private fail(failure: TransferFailure, detail?: string): void {
    this.failure = failure;
    this.effects.emit({
      type: 'transfer.failed',
      failure,
      ...(detail === undefined ? {} : { detail: detail.slice(0, MAX_DETAIL_CHARS) }),
    });
  }

  private enter(stage: Stage, deadlineMs: number, detail: string): void {
    this.stage = stage;
    this.stopDeadline();
    this.stopDeadline = this.clock.after(deadlineMs, () =>
      this.effects.end({ by: 'caller', reason: 'caller-lost', detail }),
    );
  }
}

import type { CallEnd } from '../../../shared/call/events/call';
import type { CallEvent } from '../../../shared/call/events';
import type { TransferFailure } from '../../../shared/call/events/operator';
import type { Clock } from '../../ports/ports';
import type { TransferRefusal } from '../../ports/ports-transfer';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';
import type { CallerLink } from '../caller/caller-link';
import { Transfer, type TransferOrder } from './transfer';

export interface SessionTransfersParts {
  readonly clock: Clock;
  readonly callerLink: Pick<CallerLink, 'isOpen'>;
  readonly agent: { readonly speech: AgentSpeech; readonly notes: Notes };
  readonly operator: { beginTransfer(): void; resumeAfterTransfer(): void };
  readonly emit: (event: CallEvent) => void;
  /** Connects an agent if there is none; true when it is ready. */
  readonly needAgent: () => boolean;
  readonly end: (end: CallEnd) => void;
  readonly onFault: (error: unknown) => void;
}

const WHY: Readonly<Record<TransferFailure, string>> = {
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  declined: 'the person could not take the call now',
  'not-reachable': 'the number could not be reached',
  'carrier-refused': 'the phone company did not do it',
};

/** Transfers of one caller, one at a time, and their return to the agent when one fails. */
export class SessionTransfers {
  private transfer: Transfer | null = null;
  private count = 0;
  private onLastWords: () => void = () => undefined;
  /** Message for the agent about a failed transfer whose caller is back; null: none waits. */
  private news: string | null = null;

  constructor(private readonly parts: SessionTransfersParts) {}

  /** True while the caller is away: the end of their stream is not the end of the call. */
  get isAway(): boolean {
    return this.transfer?.isAway === true;
  }

  /** True while the caller is expected back on a new stream. */
  get isReturning(): boolean {
    return this.transfer?.isReturning === true;
  }

  begin(order: TransferOrder, putThrough: (transferId: string) => Promise<void>): TransferRefusal | undefined {
    const { clock, callerLink, agent, operator, emit, needAgent, end, onFault } = this.parts;
    if (this.transfer !== null && !this.transfer.isOver) return 'already-transferring';
    if (agent.speech.isLeaving) return 'not-possible-now';
    this.count += 1;
    const transferId = this.currentId;
    this.transfer = new Transfer(clock, order, {
      emit,
      finishWords: (then) => {
        this.onLastWords = then;
        agent.speech.leaveAfterWords('transfer');
      },
      beginTransfer: () => {
        agent.speech.beginTransfer();
        operator.beginTransfer();
      },
      putThrough: () => putThrough(transferId),
      isStreamOpen: () => callerLink.isOpen,
      expect: needAgent,
      resumeAfterTransfer: (failure) => {
        operator.resumeAfterTransfer();
        this.news = wordsOfReturn(failure);
        if (needAgent()) this.tell();
      },
      end,
      onFault,
    });
    this.transfer.begin();
    return undefined;
  }

  lastWordsHeard(): void {
    this.onLastWords();
  }

  /** Returns the transfer of that id; null unless it is the latest. */
  of(transferId: string): Transfer | null {
    return transferId === this.currentId ? this.transfer : null;
  }

  /** Tells the transfer that the caller is on a stream again. */
  cameBack(): void {
    this.transfer?.cameBack();
  }

  /** Tells an agent that is ready why the caller is back. */
  agentReady(): void {
    if (this.news !== null) this.tell();
  }

  dispose(): void {
    this.transfer?.dispose();
  }

  private get currentId(): string {
    return `transfer_${String(this.count)}`;
  }

  /** Tells the agent why the caller is back, and lets it speak first. A new agent is also told what was said so far. */
  private tell(): void {
    const { agent } = this.parts;
    if (this.news !== null) agent.notes.add({ itemId: this.currentId, text: this.news });
    this.news = null;
    agent.speech.silence.end('leaving', 'speaks-first');
  }
}

/** Message to the agent when the caller is back with it, because a transfer failed. */
export function wordsOfReturn(failure: TransferFailure): string {
  return `Tell the caller: I am sorry, I could not put you through: ${WHY[failure]}. What else can I do for you?`;
}

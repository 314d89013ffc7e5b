import type { CallEnd } from '../../../shared/call/events/call';
import type { Call } from '../../../shared/call/call';
import type { CallEvent } from '../../../shared/call/events';
import { saidSoFar } from '../../../shared/call/excerpt';
import type { TransferFailure } from '../../../shared/call/events/operator';
import type { Clock } from '../../ports/ports';
import type { TransferRefusal } from '../../ports/ports-transfer';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';
import type { CallerLink } from '../caller/caller-link';
import type { OperatorLeg } from '../operator/operator-leg';
import { Transfer, type TransferOrder } from './transfer';

export interface SessionTransfersParts {
  readonly clock: Clock;
  readonly callerLink: Pick<CallerLink, 'isOpen'>;
  readonly agent: { readonly speech: AgentSpeech; readonly notes: Notes };
  readonly operator: OperatorLeg;
  /** The call as it is now. */
  readonly call: () => Call;
  readonly emit: (event: CallEvent) => void;
  /** Gets an agent on the line if there is none; true when it is ready. */
  readonly needAgent: () => boolean;
  readonly end: (end: CallEnd) => void;
}

const WHY: Readonly<Record<TransferFailure, string>> = {
  busy: 'the line was busy',
  'no-answer': 'nobody answered',
  declined: 'the person could not take the call now',
  'not-reachable': 'the number could not be reached',
  'carrier-refused': 'the phone company did not do it',
};

/** The attempts to put one caller through, one at a time, and their coming back to the agent. */
export class SessionTransfers {
  private transfer: Transfer | null = null;
  private count = 0;
  private onLastWords: () => void = () => undefined;
  /** The caller is back, and this is what the agent has to be told. */
  private news: string | null = null;
  private isAgentNew = false;

  constructor(private readonly parts: SessionTransfersParts) {}

  /** True while the end of the stream is not the end of the call. */
  get isAway(): boolean {
    return this.transfer?.isAway === true;
  }

  /** True while a new stream of the caller's is wanted. */
  get isReturning(): boolean {
    return this.transfer?.isReturning === true;
  }

  begin(order: TransferOrder, putThrough: (transferId: string) => Promise<void>): TransferRefusal | undefined {
    const { clock, callerLink, agent, operator, emit, needAgent, end } = this.parts;
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
    });
    this.transfer.begin();
    return undefined;
  }

  lastWordsHeard(): void {
    this.onLastWords();
  }

  /** The attempt of that id, if it is the latest. */
  of(transferId: string): Transfer | null {
    return transferId === this.currentId ? this.transfer : null;
  }

  /** The caller is on a stream again. */
  cameBack(): void {
    this.transfer?.cameBack();
  }

  /** Another agent gets on the line, which knows nothing of the call. */
  agentReplaced(): void {
    this.isAgentNew = true;
  }

  /** An agent is ready. */
  agentReady(): void {
    if (this.news !== null) this.tell();
  }

  dispose(): void {
    this.transfer?.dispose();
  }

  private get currentId(): string {
    return `transfer_${String(this.count)}`;
  }

  /** The caller is there and the agent is: it speaks first, knowing why. */
  private tell(): void {
    const { agent, call } = this.parts;
    if (this.isAgentNew) {
      const text = `You are in the middle of a phone call. What was said so far:\n${saidSoFar(call())}`;
      agent.notes.add({ itemId: `so_far_${String(this.count)}`, text });
    }
    if (this.news !== null) agent.notes.add({ itemId: this.currentId, text: this.news });
    this.isAgentNew = false;
    this.news = null;
    agent.speech.silence.end('leaving', 'speaks-first');
  }
}

/** What the agent is told when a caller who was to be put through is with it again. */
export function wordsOfReturn(failure: TransferFailure): string {
  return `Tell the caller: I am sorry, I could not put you through: ${WHY[failure]}. What else can I do for you?`;
}

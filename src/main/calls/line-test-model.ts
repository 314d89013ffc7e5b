import type { Clock, Dispose, ModelConnector, ModelEvent, ModelLeg } from '../ports/ports';

/** Length of the one utterance: long enough for the bridge to ask the phone how far it has played. */
const SPOKEN_MS = 400;
const MULAW_BYTES_PER_MS = 8;
/** µ-law of a voltage near zero: inaudible, but sound nevertheless. */
const QUIET = Buffer.alloc(SPOKEN_MS * MULAW_BYTES_PER_MS, 0xfe).toString('base64');
const RESPONSE = { responseId: 'rehearsal_response', itemId: 'rehearsal_item' } as const;

/** Model stand-in for line tests: ready at once, says one quiet thing when asked, and costs nothing. */
export function createLineTestModels(clock: Clock, onCallerHeard: () => void): ModelConnector {
  return {
    connect: (_agent, onEvent) => new LineTestLeg(clock, onEvent, onCallerHeard),
  };
}

class LineTestLeg implements ModelLeg {
  private cancelNext: Dispose;

  constructor(
    private readonly clock: Clock,
    private readonly onEvent: (event: ModelEvent) => void,
    private readonly onCallerHeard: () => void,
  ) {
    this.cancelNext = clock.after(0, () => onEvent({ type: 'ready', sessionId: 'rehearsal' }));
  }

  appendAudio(): void {
    this.onCallerHeard();
  }

  /** Answers in a later turn of the event loop, as a model over a network does. */
  createResponse(): void {
    this.cancelNext();
    this.cancelNext = this.clock.after(0, () => {
      const { responseId, itemId } = RESPONSE;
      this.onEvent({ type: 'responseStarted', responseId });
      this.onEvent({ type: 'agentTurn', responseId, itemId });
      this.onEvent({ type: 'itemAdded', role: 'agent', itemId, after: null });
      this.onEvent({ type: 'audio', responseId, itemId, contentIndex: 0, payload: QUIET });
      this.onEvent({ type: 'audioDone', responseId, itemId, contentIndex: 0 });
      this.onEvent({ type: 'responseDone', responseId, status: 'completed' });
    });
  }

  writeAsCaller(): void {
    return;
  }

  cancelResponse(): void {
    return;
  }

  truncate(): void {
    return;
  }

  sendToolOutput(): void {
    return;
  }

  permitTool(): void {
    return;
  }

  addNote(): void {
    return;
  }

  answerCaller(): void {
    return;
  }

  askAside(): void {
    return;
  }

  change(): void {
    return;
  }

  close(): void {
    this.cancelNext();
  }
}

import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import type { OutOfBandResponses } from '../agent/out-of-band-responses';
import type { Notes } from '../agent/notes';

const DRAFT = `Write a short brief for the voice agent who takes this phone call back from a colleague: what the caller wants, what
the colleague said and promised, what is still to do. At most five plain sentences, addressed to the agent.`;

const LOST =
  'The connection of the colleague who spoke with the caller was lost in the middle of the call. Apologise shortly, then go on.';

/** Draft of a brief for the agent, and its source: the model's summary, or the lines that were said. */
export interface Draft {
  readonly text: string;
  readonly by: 'model' | 'lines';
}

/** Parts of the agent that a brief needs. */
export interface BriefedAgent {
  readonly notes: Notes;
  readonly outOfBand: OutOfBandResponses;
}

/** Briefing of an agent that gets its call back from an operator. */
export class HandBack {
  private briefs = 0;

  constructor(
    /** Returns the words said since the take-over, line by line. */
    private readonly said: () => string,
    private readonly agent: BriefedAgent,
  ) {}

  /**
   * Drafts a brief of the words said since the take-over. The model sums them up if it may be asked and answers in
   * time; else they are given line by line.
   */
  async draft(mayAsk: boolean): Promise<Draft> {
    const lines = this.said();
    const drafted =
      mayAsk && lines !== ''
        ? await this.agent.outOfBand.request(`${DRAFT}\n\nWhat was said meanwhile:\n${lines}`)
        : null;
    if (drafted !== null) return { text: drafted.slice(0, MAX_WORDS_CHARS), by: 'model' };
    // The operator may have lost the call while the model was asked.
    return { text: this.said() || lines, by: 'lines' };
  }

  /** Brief on behalf of an operator who was lost and could not write one. */
  ofLoss(): string {
    const lines = this.said();
    return (lines === '' ? LOST : `${LOST} What was said meanwhile:\n${lines}`).slice(0, MAX_WORDS_CHARS);
  }

  /** Gives a brief to the agent; an empty one is ignored. */
  tell(brief: string): void {
    if (brief === '') return;
    this.briefs += 1;
    const text = `You speak with the caller again. While a colleague had the call: ${brief}`;
    this.agent.notes.add({ itemId: `brief_${String(this.briefs)}`, text });
  }
}

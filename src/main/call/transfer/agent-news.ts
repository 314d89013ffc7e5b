import type { ConversationNote } from '../../ports/ports';
import type { SilenceReason } from '../agent/agent-silence';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';

export interface AgentNewsParts {
  readonly agent: { readonly speech: AgentSpeech; readonly notes: Notes };
  /** Connects an agent if there is none; true when it is ready. */
  readonly needAgent: () => boolean;
}

/** News for the agent about a caller who is back with it. It gets them once it is ready, and speaks first. */
export class AgentNews {
  private readonly waiting: ConversationNote[] = [];
  /** Silences that end when the agent has the news. */
  private readonly silences = new Set<SilenceReason>();

  constructor(private readonly parts: AgentNewsParts) {}

  tell(note: ConversationNote, silence: SilenceReason): void {
    this.waiting.push(note);
    this.silences.add(silence);
    if (this.parts.needAgent()) this.agentReady();
  }

  /** Tells an agent that is ready what waits for it. */
  agentReady(): void {
    const { agent } = this.parts;
    if (this.waiting.length === 0) return;
    for (const note of this.waiting.splice(0)) agent.notes.add(note);
    const silences = [...this.silences];
    this.silences.clear();
    for (const silence of silences) agent.speech.silence.end(silence, 'speaks-first');
  }
}

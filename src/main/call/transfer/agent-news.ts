import type { Call } from '../../../shared/call/call';
import { saidSoFar } from '../../../shared/call/excerpt';
import type { ConversationNote } from '../../ports/ports';
import type { SilenceReason } from '../agent/agent-silence';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';

export interface AgentNewsParts {
  readonly agent: { readonly speech: AgentSpeech; readonly notes: Notes };
  /** Returns the call as it is now. */
  readonly call: () => Call;
  /** Connects an agent if there is none; true when it is ready. */
  readonly needAgent: () => boolean;
}

/** News for the agent about a caller who is back with it. It gets them once it is ready, and speaks first. */
export class AgentNews {
  private readonly waiting: ConversationNote[] = [];
  /** Silences that end when the agent has the news. */
  private readonly silences = new Set<SilenceReason>();
  private isAgentNew = false;
  private agents = 0;

  constructor(private readonly parts: AgentNewsParts) {}

  tell(note: ConversationNote, silence: SilenceReason): void {
    this.waiting.push(note);
    this.silences.add(silence);
    if (this.parts.needAgent()) this.agentReady();
  }

  /** Notes that another agent gets connected, which knows nothing of the call. */
  agentReplaced(): void {
    this.isAgentNew = true;
    this.agents += 1;
  }

  /** Tells an agent that is ready what waits for it; a new one is also told what was said so far. */
  agentReady(): void {
    const { agent, call } = this.parts;
    if (this.waiting.length === 0) return;
    if (this.isAgentNew) {
      const text = `You are in the middle of a phone call. What was said so far:\n${saidSoFar(call())}`;
      agent.notes.add({ itemId: `so_far_${String(this.agents)}`, text });
    }
    this.isAgentNew = false;
    for (const note of this.waiting.splice(0)) agent.notes.add(note);
    const silences = [...this.silences];
    this.silences.clear();
    for (const silence of silences) agent.speech.silence.end(silence, 'speaks-first');
  }
}

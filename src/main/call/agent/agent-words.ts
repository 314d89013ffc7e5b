import type { CallEvent } from '../../../shared/call/events';
import type { ModelEvent } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';
import type { ConversationOrder, PlacedTurn } from './conversation-order';

type WordsEvent = Extract<ModelEvent, { type: 'agentTurn' | 'itemAdded' | 'agentTranscriptDelta' | 'agentTranscript' }>;

/** What the agent says, as text at its place in the conversation. Words of a dead response are not shown: nobody hears them. */
export class AgentWords {
  constructor(
    private readonly voice: AgentVoice,
    private readonly order: ConversationOrder,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  hear(event: WordsEvent): void {
    switch (event.type) {
      case 'agentTurn':
        if (!this.voice.isDead(event.responseId)) this.voice.opened(event.responseId, event.itemId);
        this.place(this.order.belongs(event.itemId, event.responseId));
        return;
      case 'itemAdded':
        this.place(this.order.added(event.itemId, event.after));
        return;
      case 'agentTranscriptDelta':
        if (!this.voice.isDead(event.responseId))
          this.emit({ type: 'agent.transcriptGrew', itemId: event.itemId, delta: event.delta });
        return;
      case 'agentTranscript':
        if (!this.voice.isDead(event.responseId))
          this.emit({ type: 'agent.transcribed', itemId: event.itemId, text: event.text });
    }
  }

  private place(turn: PlacedTurn | undefined): void {
    if (turn !== undefined && !this.voice.isDead(turn.responseId)) this.emit({ type: 'agent.openedTurn', ...turn });
  }
}

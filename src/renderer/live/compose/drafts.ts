import type { Call } from '../../../shared/call/call';
import type { ToolTurn } from '../../../shared/call/transcript';

interface Draft {
  readonly callId: string;
  readonly toolCallId: string;
  readonly text: string;
}

/** Answers being written, by call and tool call, so that looking at another call loses none. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>();

  read(callId: string, toolCallId: string): string {
    return this.#drafts.get(key(callId, toolCallId))?.text ?? '';
  }

  write(callId: string, toolCallId: string, text: string): void {
    if (text === '') this.#drafts.delete(key(callId, toolCallId));
    else this.#drafts.set(key(callId, toolCallId), { callId, toolCallId, text });
  }

  /** Forgets the drafts whose tool calls were settled without them, and tells which tool calls those are. */
  takeLate(calls: ReadonlyMap<string, Call>): readonly ToolTurn[] {
    const late: ToolTurn[] = [];
    for (const { callId, toolCallId, text } of this.#drafts.values()) {
      const settled = calls
        .get(callId)
        ?.turns.find(
          (turn): turn is ToolTurn =>
            turn.kind === 'tool' && turn.toolCallId === toolCallId && turn.outcome.state !== 'pending',
        );
      if (settled === undefined) continue;
      // An answer that arrived although nobody heard so is the one that was written here.
      if (settled.outcome.state !== 'answered' || settled.outcome.output !== text) late.push(settled);
      this.write(callId, toolCallId, '');
    }
    return late;
  }
}

function key(callId: string, toolCallId: string): string {
  return JSON.stringify([callId, toolCallId]);
}

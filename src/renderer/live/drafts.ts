/** Answers being written, by call and tool call, so that looking at another call loses none. */
export class Drafts {
  readonly #texts = new Map<string, string>();

  read(callId: string, toolCallId: string): string {
    return this.#texts.get(key(callId, toolCallId)) ?? '';
  }

  write(callId: string, toolCallId: string, text: string): void {
    if (text === '') this.#texts.delete(key(callId, toolCallId));
    else this.#texts.set(key(callId, toolCallId), text);
  }
}

function key(callId: string, toolCallId: string): string {
  return JSON.stringify([callId, toolCallId]);
}

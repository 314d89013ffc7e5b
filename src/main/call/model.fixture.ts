import type { Agent } from '../../shared/agent/agent';
import type { ModelFailure } from '../../shared/call/events/call';
import type { SeedItem } from '../../shared/call/seed';
import type {
  ConversationNote,
  CreateResponse,
  ModelConnector,
  ModelEvent,
  ModelLeg,
  SessionChange,
} from '../ports/ports';

/** Base64 of `ms` of µ-law, every byte the same. */
export function speech(ms: number, byte = 0x55): string {
  return Buffer.alloc(ms * 8, byte).toString('base64');
}

/** Model leg played by hand: keeps what it is sent, and says what the test says. */
export class ScriptedLeg implements ModelLeg {
  /** Text that the caller wrote. */
  readonly written: string[] = [];
  /** Frames sent to the model, a line each, without the caller's audio. */
  readonly frames: string[] = [];
  readonly appended: string[] = [];
  isOpen = true;

  constructor(
    readonly agent: Agent,
    private readonly onEvent: (event: ModelEvent) => void,
    private readonly onFrame: (line: string) => void,
  ) {}

  readonly seeded: SeedItem[] = [];

  seed(items: readonly SeedItem[]): void {
    this.seeded.push(...items);
    if (items.length > 0) this.note(`seed ${items.map(({ itemId }) => itemId).join(' ')}`);
  }

  appendAudio(payload: string): void {
    if (this.isOpen) this.appended.push(payload);
  }

  writeAsCaller(text: string): void {
    this.written.push(text);
  }

  createResponse({ instructions, withoutContext }: CreateResponse): void {
    this.note(
      `create${withoutContext === true ? ' alone' : ''}${instructions === undefined ? '' : `: ${instructions}`}`,
    );
  }

  cancelResponse(responseId?: string): void {
    this.note(`cancel ${responseId ?? 'any'}`);
  }

  truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.note(`truncate ${itemId}/${String(contentIndex)} ${String(audioEndMs)}`);
  }

  sendToolOutput(toolCallId: string, output: string): void {
    this.note(`output ${toolCallId} ${output}`);
  }

  permitTool(toolCallId: string, isPermitted: boolean, reason: string): void {
    this.note(`${isPermitted ? 'permit' : 'forbid'} ${toolCallId}${reason === '' ? '' : `: ${reason}`}`);
  }

  addNote({ itemId, text, after }: ConversationNote): void {
    this.note(`note ${itemId}${after === undefined ? '' : ` after ${after}`}: ${text}`);
  }

  answerCaller(on: boolean): void {
    this.note(`answer caller ${on ? 'on' : 'off'}`);
  }

  askAside(tag: string, instructions: string): void {
    this.note(`aside ${tag}: ${instructions.slice(0, 40)}`);
  }

  readonly changes: { readonly changeId: string; readonly change: SessionChange }[] = [];

  change(changeId: string, change: SessionChange): void {
    this.changes.push({ changeId, change });
    this.note(`change ${Object.keys(change).join(' ')}`);
  }

  close(): void {
    if (this.isOpen) this.note('close');
    this.isOpen = false;
  }

  /** Caller audio that the model was sent. */
  get heard(): Buffer {
    return Buffer.concat(this.appended.map((payload) => Buffer.from(payload, 'base64')));
  }

  tell(...events: readonly ModelEvent[]): void {
    for (const event of events) if (this.isOpen) this.onEvent(event);
  }

  ready(): void {
    this.tell({ type: 'ready', sessionId: 'sess_1' });
  }

  /** Confirms that a note is in the conversation. */
  adds(itemId: string, after: string | null = null): void {
    this.tell({ type: 'itemAdded', role: 'note', itemId, after });
  }

  /** Begins a response with these items, says `ms` of each, and leaves it running. `tag`: of the request it answers. */
  begin(responseId: string, items: Readonly<Record<string, number>> = {}, tag?: string): void {
    this.tell({ type: 'responseStarted', responseId, ...(tag === undefined ? {} : { tag }) });
    for (const [itemId, ms] of Object.entries(items)) {
      this.tell({ type: 'agentTurn', responseId, itemId }, { type: 'itemAdded', role: 'agent', itemId, after: null });
      if (ms > 0) this.audio(responseId, itemId, ms);
    }
  }

  audio(responseId: string, itemId: string, ms: number, byte?: number): void {
    this.tell({ type: 'audio', responseId, itemId, contentIndex: 0, payload: speech(ms, byte) });
  }

  audioDone(responseId: string, ...itemIds: readonly string[]): void {
    for (const itemId of itemIds) this.tell({ type: 'audioDone', responseId, itemId, contentIndex: 0 });
  }

  done(responseId: string, status: 'completed' | 'cancelled' | 'failed' = 'completed'): void {
    this.tell({ type: 'responseDone', responseId, status });
  }

  /** Generates a whole response at once. */
  respond(responseId: string, items: Readonly<Record<string, number>>, tag?: string): void {
    this.begin(responseId, items, tag);
    this.audioDone(responseId, ...Object.keys(items));
    this.done(responseId);
  }

  callTool(responseId: string, toolCallId: string, name: string, args = '{}'): void {
    const itemId = `item_${toolCallId}`;
    this.tell({ type: 'toolCalled', responseId, itemId, toolCallId, name, arguments: args });
  }

  /** Calls a tool of an MCP server, which the service asks to run or runs already. */
  serviceCalls(service: 'asks' | 'runs', responseId: string, toolCallId: string, name: string, args = '{}'): void {
    this.tell({ type: 'toolCalled', responseId, itemId: toolCallId, toolCallId, name, arguments: args, service });
  }

  callerStarts(itemId: string, audioStartMs = 1e6): void {
    this.tell({ type: 'speechStarted', itemId, audioStartMs });
  }

  callerStops(itemId: string): void {
    this.tell(
      { type: 'speechStopped', itemId, audioEndMs: 1e6 },
      { type: 'callerTurn', itemId, after: null },
      { type: 'itemAdded', role: 'caller', itemId, after: null },
    );
  }

  private note(line: string): void {
    this.frames.push(line);
    this.onFrame(line);
  }
}

/** Opens scripted legs, one a call. */
export class ScriptedModels implements ModelConnector {
  readonly legs: ScriptedLeg[] = [];
  /** Events told before `connect` returns, as a connector that knows at once may do. */
  saidAtOnce: readonly ModelEvent[] = [];
  onFrame: (line: string) => void = () => undefined;

  connect(agent: Agent, onEvent: (event: ModelEvent) => void): ModelLeg {
    const leg = new ScriptedLeg(agent, onEvent, (line) => this.onFrame(line));
    this.legs.push(leg);
    leg.tell(...this.saidAtOnce);
    return leg;
  }

  /** From now on no model is to be had. */
  none(failure: ModelFailure = 'unreachable'): void {
    this.saidAtOnce = [{ type: 'failed', failure, detail: 'no model' }];
  }

  /** Leg that was opened last. */
  get last(): ScriptedLeg {
    const leg = this.legs.at(-1);
    if (leg === undefined) throw new Error('no model leg was opened');
    return leg;
  }

  get openLegs(): number {
    return this.legs.filter(({ isOpen }) => isOpen).length;
  }
}

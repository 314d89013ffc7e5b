import type { Agent } from '../../../shared/agent/agent';
import type { Call } from '../../../shared/call/call';
import type { SeedItem } from '../../../shared/call/seed';
import type {
  ConversationNote,
  CreateResponse,
  ModelConnector,
  ModelEvent,
  ModelLeg,
  SessionChange,
} from '../../ports/ports';

/**
 * The way to the model over all its sessions of a call: one that failed while it was not needed can be replaced. Audio goes
 * nowhere until the session in use is ready.
 */
export class ModelLink implements ModelLeg {
  private leg: ModelLeg | null = null;
  private isReady = false;

  /** From now on everything goes to a leg of its own. What it says is heard once it can be answered, until another is in use. */
  connect(models: ModelConnector, agent: Agent, onEvent: (event: ModelEvent) => void, call: Call): void {
    const other = call.direction === 'in' ? call.from : call.to;
    const party = call.practice ? undefined : other;
    const early: ModelEvent[] = [];
    let tell = (event: ModelEvent): void => void early.push(event);
    const leg = models.connect(agent, (event) => tell(event), party);
    this.leg = leg;
    this.isReady = false;
    tell = (event) => {
      if (this.leg === leg) onEvent(event);
    };
    for (const event of early) tell(event);
  }

  get isConnected(): boolean {
    return this.leg !== null;
  }

  /** The leg in use takes audio. */
  open(): void {
    this.isReady = true;
  }

  seed(items: readonly SeedItem[]): void {
    this.leg?.seed(items);
  }

  appendAudio(payload: string): void {
    if (this.isReady) this.leg?.appendAudio(payload);
  }

  writeAsCaller(text: string): void {
    this.leg?.writeAsCaller(text);
  }

  createResponse(request: CreateResponse): void {
    this.leg?.createResponse(request);
  }

  cancelResponse(responseId?: string): void {
    this.leg?.cancelResponse(responseId);
  }

  truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.leg?.truncate(itemId, contentIndex, audioEndMs);
  }

  sendToolOutput(toolCallId: string, output: string): void {
    this.leg?.sendToolOutput(toolCallId, output);
  }

  permitTool(toolCallId: string, isPermitted: boolean, reason: string): void {
    this.leg?.permitTool(toolCallId, isPermitted, reason);
  }

  addNote(note: ConversationNote): void {
    this.leg?.addNote(note);
  }

  answerCaller(on: boolean): void {
    this.leg?.answerCaller(on);
  }

  askAside(tag: string, instructions: string): void {
    this.leg?.askAside(tag, instructions);
  }

  change(changeId: string, change: SessionChange): void {
    this.leg?.change(changeId, change);
  }

  close(): void {
    this.leg?.close();
    this.leg = null;
    this.isReady = false;
  }
}

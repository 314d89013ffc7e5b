import type { SeedItem } from '../../shared/call/seed';
import type { Agent } from '../../shared/agent/agent';
import type { ModelFailure } from '../../shared/call/events/call';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type {
  Clock,
  ConversationNote,
  CreateResponse,
  Dispose,
  ModelConnector,
  ModelEvent,
  ModelLeg,
  Secrets,
  SessionChange,
} from '../ports/ports';
import type { ReadToolSecret } from '../ports/ports-keys';
import {
  aside,
  callerText,
  note,
  permission,
  responseCancel,
  responseCreate,
  toolOutput,
  truncation,
} from './client-events';
import { AudioFrames } from './fast-path/audio-frames';
import { brief } from './fields';
import { FrameFaults } from './frame-faults';
import { FunctionCalls } from './function-calls';
import { askedByService, ServerSecrets } from './mcp-servers';
import { endFailure, ModelSocket, type SocketEnd, type SocketListener } from './model-socket';
import { ServiceTools } from './service-tools';
import { SessionChanges, sessionConfig } from './session-config';
import { SideResponses } from './side-responses';
import { audioOf, translate, type ModelFact } from './translate';
import { Seed } from './seed';
import { parseFrame, type RealtimeClientEvent, type RealtimeServerEvent } from './wire';

/** Time limit from dialling to a confirmed session, in ms. The caller waits in silence meanwhile. */
const READY_DEADLINE_MS = 10_000;

/** Path of the settings whose refusal costs the transcript, and not the call. */
const TRANSCRIPTION = 'session.audio.input.transcription';

export interface RealtimeParts {
  /** Address of any server that speaks the GA protocol: `wss://…/v1/realtime`. */
  readonly url: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  readonly clock: Clock;
  /** Reads tool secrets for MCP servers that the model service calls by itself; absent when there are none. */
  readonly readSecret?: ReadToolSecret;
  /** Called with each call's finding about the service; absent when nobody needs it. */
  readonly see?: (model: string, state: 'ok' | 'failing', detail?: string) => void;
  /** Called with the used share of the service's rate limit, 0 to 1, after each response that tells it. */
  readonly seeRate?: (model: string, share: number) => void;
  /** Turns a caller's number into a name that the service may know them by, to block an abusive one and not the key. */
  readonly safetyIdOf?: (party: string) => string;
  /** True for a conversation that is written both ways: text only, no audio. */
  readonly isWritten?: boolean;
  /** Default true. When false, the WebSocket library frames audio, and every frame is parsed. */
  readonly fastPath?: boolean;
}

/** Connects calls to a Realtime server: one socket a call, GA protocol only. */
export function createRealtimeConnector(parts: RealtimeParts): ModelConnector {
  return { connect: (agent, onEvent, party) => new RealtimeLeg(parts, agent, onEvent, party) };
}

type State = 'dialling' | 'configuring' | 'ready' | 'over';

/** The model leg of one call, over its own socket. */
class RealtimeLeg implements ModelLeg, SocketListener {
  private state: State = 'dialling';
  private readonly key: string | undefined;
  private readonly socket: ModelSocket | null;
  private readonly audioFrames = new AudioFrames();
  private readonly faults = new FrameFaults();
  private readonly sideResponses = new SideResponses();
  private readonly serviceTools = new ServiceTools();
  private readonly functionCalls = new FunctionCalls();
  private readonly seeded = new Seed();
  private readonly serverSecrets: ServerSecrets;
  private readonly changes: SessionChanges;
  private stopDeadline: Dispose;
  private permits = 0;
  private isTranscribed = true;
  /** Reason why the service refused to transcribe the caller; null: it did not. */
  private untranscribed: string | null = null;

  constructor(
    private readonly parts: RealtimeParts,
    private readonly agent: Agent,
    private readonly onEvent: (event: ModelEvent) => void,
    private readonly party: string | undefined,
  ) {
    this.serverSecrets = new ServerSecrets(parts.readSecret ?? noSecret, parts.url);
    this.changes = new SessionChanges(agent.turnTaking, this.serverSecrets.headersOf);
    this.key = parts.secrets.openAiKey();
    this.socket = this.key === undefined ? null : this.dial(this.key);
    const { clock } = parts;
    const why = this.key === undefined ? 'There is no OpenAI key' : 'The OpenAI key holds characters no key can have';
    this.stopDeadline =
      this.socket === null
        ? clock.after(0, () => this.fail('refused', why))
        : clock.after(READY_DEADLINE_MS, () => this.fail('unreachable', 'The model service did not get ready in time'));
  }

  seed(items: readonly SeedItem[]): void {
    for (const event of this.seeded.events(items)) this.send(event);
  }

  appendAudio(payload: string): void {
    this.socket?.sendAudio(`{"type":"input_audio_buffer.append","audio":"${payload}"}`);
  }

  writeAsCaller(text: string): void {
    this.send(callerText(text));
  }

  createResponse(request: CreateResponse): void {
    this.send(responseCreate(request));
  }

  cancelResponse(responseId?: string): void {
    this.send(responseCancel(responseId));
  }

  truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.send(
      this.seeded.has(itemId) ? note(this.seeded.truncation(audioEndMs)) : truncation(itemId, contentIndex, audioEndMs),
    );
  }

  sendToolOutput(toolCallId: string, output: string): void {
    this.send(toolOutput(toolCallId, output));
  }

  permitTool(toolCallId: string, isPermitted: boolean, reason: string): void {
    this.permits += 1;
    this.send(permission(this.permits, toolCallId, isPermitted, reason));
  }

  addNote(added: ConversationNote): void {
    this.send(note(added));
  }

  answerCaller(on: boolean): void {
    this.send(this.changes.answering(on));
  }

  askAside(tag: string, instructions: string): void {
    this.send(aside(tag, instructions));
  }

  change(changeId: string, change: SessionChange): void {
    this.send(this.changes.change(changeId, change));
  }

  close(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.stopDeadline();
    this.socket?.close();
  }

  onOpen(): void {
    this.state = 'configuring';
  }

  onFrame(text: string | null): void {
    if (text === null) {
      // Some services send sound or pings so, which the protocol does not have: nothing that a call would be lost for.
      this.report(this.faults.unknown('binary'));
      return;
    }
    const audio = this.parts.fastPath === false ? null : this.audioFrames.read(text);
    if (audio !== null) {
      if (!this.sideResponses.has(audio.responseId)) this.emit(audio);
      return;
    }
    const frame = parseFrame(text);
    if (frame.kind === 'known') this.onKnown(frame.event, text);
    else if (frame.kind === 'unknown') this.report(this.faults.unknown(frame.type));
    else this.malformed(frame.detail);
  }

  onSlow(): void {
    this.emit({
      type: 'fault',
      fault: 'slow-reader',
      detail: 'The model service reads too slowly; audio is left out',
    });
  }

  onEnd(end: SocketEnd): void {
    const { failure, detail } = endFailure(end, this.state === 'ready');
    this.fail(failure, detail);
  }

  private dial(key: string): ModelSocket | null {
    const url = new URL(this.parts.url);
    url.searchParams.set('model', this.agent.model);
    try {
      const { clock, fastPath, safetyIdOf } = this.parts;
      const id = this.party === undefined ? undefined : safetyIdOf?.(this.party);
      const headers = id === undefined ? {} : { 'OpenAI-Safety-Identifier': id };
      return new ModelSocket(url, key, clock, this, fastPath, headers);
    } catch {
      return null;
    }
  }

  private send(event: RealtimeClientEvent): void {
    this.socket?.send(JSON.stringify(event));
  }

  private onKnown(event: RealtimeServerEvent, text: string): void {
    let fact: ModelFact | null;
    let called: readonly ModelEvent[] = [];
    try {
      if (event.type === 'response.output_audio.delta') {
        const audio = audioOf(event);
        this.audioFrames.learn(text, audio);
        fact = this.sideResponses.has(audio.responseId) ? null : audio;
      } else {
        fact = this.changeRefused(event) ?? translate(event, this.parts.isWritten);
        called = [...this.functionCalls.read(event), ...this.serviceTools.read(event)];
        if (this.sideResponses.isOf(event)) fact = this.sideResponses.answerIn(event, fact);
      }
    } catch {
      this.malformed(`a ${event.type} without its fields`);
      return;
    }
    // A call that only its response's end makes certain comes before that end.
    for (const each of called) this.emit(each);
    if (fact !== null) this.onFact(fact);
  }

  private changeRefused(event: RealtimeServerEvent): ModelEvent | undefined {
    if (event.type !== 'error') return undefined;
    return this.changes.refused(event.error, this.withoutKey(brief(event.error.message)));
  }

  private onFact(fact: ModelFact): void {
    switch (fact.type) {
      case 'sessionOpened':
        if (this.state === 'configuring') this.configure(true);
        return;
      case 'sessionChanged':
        this.sessionChanged(fact);
        return;
      case 'itemAdded':
      case 'callerWrote':
        if (!this.seeded.has(fact.itemId)) this.emit(fact);
        return;
      case 'rateUsed':
        this.parts.seeRate?.(this.agent.model, fact.share);
        return;
      case 'failed':
        this.fail(fact.failure, fact.detail);
        return;
      case 'complaint':
        if (this.state === 'configuring' && this.isTranscribed && fact.about?.startsWith(TRANSCRIPTION) === true) {
          this.configure(false);
          this.untranscribed = fact.detail;
        } else if (this.state === 'configuring' && fact.code !== 'mcp_list_tools_failed')
          this.fail('misconfigured', `The model service refused the agent's settings: ${fact.detail}`);
        else this.emit({ ...fact, detail: this.withoutKey(fact.detail) });
        return;
      default:
        this.emit(fact);
    }
  }

  private sessionChanged({ sessionId, isTelephone, answers }: Extract<ModelFact, { type: 'sessionChanged' }>): void {
    if (!isTelephone) {
      this.fail('misconfigured', 'The model service did not confirm telephone audio');
    } else if (this.state === 'configuring') {
      this.state = 'ready';
      this.stopDeadline();
      this.parts.see?.(this.agent.model, 'ok');
      this.emit({ type: 'ready', sessionId });
      this.reportUntranscribed();
      this.reportServersLeftOut();
    } else {
      this.emit(this.changes.confirmed(answers));
    }
  }

  /** Sends the session's settings; without a transcription once the service has refused the agent's. */
  private configure(isTranscribed: boolean): void {
    this.isTranscribed = isTranscribed;
    const session = sessionConfig(this.agent, this.serverSecrets.headersOf, this.parts.isWritten, isTranscribed);
    this.send({ type: 'session.update', session });
  }

  private reportUntranscribed(): void {
    if (this.untranscribed === null) return;
    this.emit({
      type: 'complaint',
      code: 'transcription_refused',
      detail: `The caller is not transcribed: ${this.withoutKey(this.untranscribed)}`,
    });
  }

  private reportServersLeftOut(): void {
    for (const tool of this.agent.tools.filter(askedByService))
      if (this.serverSecrets.headersOf(tool) === null)
        this.emit({
          type: 'complaint',
          code: 'mcp_secret_missing',
          detail: `A secret for ${tool.name} is not there, or may not be sent through the model service`,
        });
  }

  private malformed(what: string): void {
    this.report(this.faults.malformed(what));
    if (this.faults.isTooMany) this.fail('lost', 'The model service sends frames that make no sense');
  }

  private report(fault: ReturnType<FrameFaults['unknown']>): void {
    if (fault !== null) this.emit({ ...fault, detail: this.withoutKey(fault.detail) });
  }

  /** Sends the last event, once. */
  private fail(failure: ModelFailure, detail: string): void {
    if (this.state === 'over') return;
    this.close();
    const told = this.withoutKey(detail).slice(0, MAX_DETAIL_CHARS);
    // A session that reached its longest duration says nothing against the service.
    if (failure !== 'expired') this.parts.see?.(this.agent.model, 'failing', told);
    this.onEvent({ type: 'failed', failure, detail: told });
  }

  private emit(event: ModelEvent): void {
    if (this.state !== 'over') this.onEvent(event);
  }

  /** Removes the key from an error text, because services quote the key they refuse. */
  private withoutKey(detail: string): string {
    const own = this.key === undefined ? detail : detail.replaceAll(this.key, '(key)');
    return this.serverSecrets.redacted(own).replace(/\bsk-[\w*.-]+/g, '(key)');
  }
}

const noSecret: ReadToolSecret = () => ({ ok: false, why: 'absent' });

import { randomBytes } from 'node:crypto';
import type { Agent } from '../../shared/agent/agent';
import { PRACTICE_WRITER } from '../../shared/call/call';
import type { PracticeRefusal } from '../../shared/contract/practice-contract';
import { CallExchange } from '../calls/exchange';
import type { CallerLeg, CommandRefusal, Dispose } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { PracticeBegun, PracticeRefused, TextPractice } from '../ports/ports-practice';
import { draftOf, type PracticeModelSource, type PracticeParts } from './practice-side';

/** Maximum number of conversations: each has a session of the model service. */
const MAX_TEXT_SESSIONS = 16;
/** Idle time after which whoever began the conversation is taken to have left. */
const IDLE_MS = 10 * 60_000;

export interface TextPracticeParts extends Omit<PracticeParts, 'resourcesFolder' | 'ownPorts'> {
  readonly agents: Pick<AgentCommands, 'get'>;
  readonly modelSource: PracticeModelSource;
}

interface TextSession {
  readonly exchange: CallExchange;
  readonly carrierCallId: string;
  stopIdle: Dispose;
  readonly close: () => Promise<void>;
}

/** Written conversations with drafts: the bridge, tools and journal of every call, without sound. */
export class TextPracticeCalls implements TextPractice {
  private readonly open = new Map<string, TextSession>();
  private readonly closing = new Set<Promise<void>>();
  private beginning = 0;
  private isStopping = false;

  constructor(private readonly parts: TextPracticeParts) {}

  async begin(agentId: string): Promise<PracticeBegun> {
    const draft = draftOf(this.parts.agents, agentId);
    if (!draft.ok) return draft;
    if (this.isStopping) return refused('practice-not-possible');
    if (this.open.size + this.beginning >= MAX_TEXT_SESSIONS) return refused('too-many-practising');
    this.beginning++;
    try {
      const answering = await this.parts.modelSource.open();
      return this.start(draft.agent, answering);
    } catch {
      this.parts.log.error('practice.not-possible');
      return refused('practice-not-possible');
    } finally {
      this.beginning--;
    }
  }

  write(callId: string, text: string): CommandRefusal | undefined {
    const session = this.open.get(callId);
    const call = this.parts.registry.find(callId);
    if (typeof call === 'string') return call;
    if (session === undefined) return 'no-such-call';
    this.waitFor(callId, session);
    return call.callerWrites(text);
  }

  /** Ends every conversation and admits no more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { exchange } of [...this.open.values()]) await exchange.stop();
    await Promise.all(this.closing);
  }

  private start(agent: Agent, answering: Awaited<ReturnType<PracticeModelSource['open']>>): PracticeBegun {
    const { model, models, close } = answering;
    const callId = `call_${randomBytes(12).toString('base64url')}`;
    const carrierCallId = `written_${callId}`;
    const exchange = new CallExchange({
      ...this.parts,
      models: models.written,
      telephony: { hangUp: () => Promise.resolve(), apologise: () => Promise.resolve() },
      transcriber: undefined,
      agentFor: () => withoutSilence(agent),
      newCallId: () => callId,
      maxCalls: 1,
      practice: true,
      isWritten: true,
    });
    const session: TextSession = { exchange, carrierCallId, stopIdle: () => undefined, close };
    this.open.set(callId, session);
    exchange.onEnded = () => this.ended(callId, session);
    exchange.ring({ carrierCallId, from: PRACTICE_WRITER, to: 'practice' });
    const paper = new Paper((mark) => this.parts.clock.after(0, () => caller?.onMark(mark)));
    const caller = exchange.attachCaller(callId, paper);
    this.waitFor(callId, session);
    return { ok: true, callId, model };
  }

  private waitFor(callId: string, session: TextSession): void {
    session.stopIdle();
    if (!this.open.has(callId)) return;
    session.stopIdle = this.parts.clock.after(IDLE_MS, () =>
      session.exchange.carrierReportedEnd(session.carrierCallId),
    );
  }

  private ended(callId: string, session: TextSession): void {
    session.stopIdle();
    this.open.delete(callId);
    const closed = session
      .close()
      .catch(() => this.parts.log.error('practice.not-closed'))
      .finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }
}

/** A silent caller's phone: reports whatever it is sent as played at once. */
class Paper implements CallerLeg {
  constructor(private readonly onPlayed: (mark: string) => void) {}

  sendAudio(_payload: string, mark?: string): void {
    if (mark !== undefined) this.onPlayed(mark);
  }

  sendMark(name: string): void {
    this.onPlayed(name);
  }

  clear(): void {
    return;
  }

  roundTripMs(): number {
    return 0;
  }

  close(): void {
    return;
  }
}

/** Removes the silence limit, since a person who writes thinks first. */
function withoutSilence(agent: Agent): Agent {
  return { ...agent, limits: { ...agent.limits, longestSilenceSeconds: null } };
}

function refused(code: PracticeRefusal): PracticeRefused {
  return { ok: false, code, problems: [] };
}

import type { Agent } from '../../shared/agent/agent';
import { PRACTICE_CALLER } from '../../shared/call/call';
import type { PracticeModel, PracticeRefusal } from '../../shared/contract/practice-contract';
import { demoPerson } from '../../simulator/demo/demo-people';
import { Handset, type HandsetListener } from '../../simulator/twilio/media/handset';
import type { SimulatedCall } from '../../simulator/twilio/simulated-call';
import { startTwilioSimulator } from '../../simulator/twilio/twilio-simulator';
import type { Dispose } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { PracticeCalls, PracticeOutcome, PracticePhone } from '../ports/ports-practice';
import { draftOf, openPracticeSide, type PracticeModelSource, type PracticeParts } from './practice-side';

/** Maximum number of concurrent practice calls: each has its own servers, and a model that costs. */
const MAX_PRACTICE_CALLS = 16;
/** The dialled number; nobody owns it. */
const PRACTICE_NUMBER = '+15005550000';

export interface PracticeCallParts extends PracticeParts {
  readonly agents: Pick<AgentCommands, 'get'>;
  readonly modelSource: PracticeModelSource;
}

/** Simulated carrier and servers of one call. */
interface Stage {
  readonly call: SimulatedCall;
  close(): Promise<void>;
}

/** Practice calls of operators to drafts. Each has its own carrier and way in, and removes both when it ends. */
export class OpenPracticeCalls implements PracticeCalls {
  /** Open calls, each with a promise of its end. */
  private readonly open = new Map<Stage, Promise<void>>();
  private beginning = 0;
  private isStopping = false;

  constructor(private readonly parts: PracticeCallParts) {}

  async call(agentId: string): Promise<PracticeOutcome> {
    const draft = draftOf(this.parts.agents, agentId);
    if (!draft.ok) return draft;
    if (this.isStopping) return refused('practice-not-possible');
    if (this.open.size + this.beginning >= MAX_PRACTICE_CALLS) return refused('too-many-practising');
    this.beginning++;
    try {
      return { ok: true, phone: await this.ring(draft.agent) };
    } catch {
      this.parts.log.error('practice.not-possible');
      return refused('practice-not-possible');
    } finally {
      this.beginning--;
    }
  }

  /** Ends every call, closes its servers, and admits no more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { call } of this.stages()) call.hangUp();
    await Promise.all(this.open.values());
  }

  private stages(): readonly Stage[] {
    return [...this.open.keys()];
  }

  /** Starts a call. Rejects when a server gets no port or the call does not come through. */
  private async ring(agent: Agent): Promise<PracticePhoneCall> {
    const { stage, model } = await this.build(agent);
    const over = stage.call.ended.then(() => this.close(stage));
    this.open.set(stage, over);
    if (this.isStopping) stage.call.hangUp();
    return new PracticePhoneCall(stage.call, await this.callIdOf(stage.call), model, over);
  }

  private async build(agent: Agent): Promise<{ readonly stage: Stage; readonly model: PracticeModel }> {
    const clips = this.parts.modelSource.clips;
    const closing: (() => Promise<void>)[] = [];
    const close = async (): Promise<void> => {
      for (const step of closing.reverse()) await step();
    };
    try {
      const answering = await this.parts.modelSource.open();
      closing.push(answering.close);
      const carrier = await startTwilioSimulator({
        numbers: [{ phoneNumber: PRACTICE_NUMBER }],
        pace: 'real',
        called: demoPerson(clips),
      });
      closing.push(() => carrier.close());
      const { account, apiUrl, numbers } = carrier;
      const facts = { apiUrl, accountSid: account.sid, authToken: account.authToken, numbers: numbers.values() };
      const side = await openPracticeSide(this.parts, facts, answering.models, () => agent);
      closing.push(() => side.stop());
      const call = carrier.dial({ from: PRACTICE_CALLER, to: PRACTICE_NUMBER, audio: 'counted' });
      return { stage: { call, close }, model: answering.model };
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Resolves with our id of the call; rejects when the call is over before it has rung here. */
  private async callIdOf(call: SimulatedCall): Promise<string> {
    let found: (callId: string) => void = () => undefined;
    const rang = new Promise<string>((resolve) => (found = resolve));
    const unsubscribe = this.parts.journal.subscribe(({ callId, event }) => {
      if (callId !== null && event.type === 'call.rang' && event.carrierCallId === call.sid) found(callId);
    });
    const callId = await Promise.race([rang, call.ended.then(() => undefined)]);
    unsubscribe();
    if (callId === undefined) throw new Error('The call did not come through');
    return callId;
  }

  private async close(stage: Stage): Promise<void> {
    await stage.close().catch(() => this.parts.log.error('practice.not-closed'));
    this.open.delete(stage);
  }
}

function refused(code: PracticeRefusal): PracticeOutcome {
  return { ok: false, code, problems: [] };
}

/** A call of the simulated carrier, with a person at its phone. */
class PracticePhoneCall implements PracticePhone {
  private readonly handset = new Handset();

  constructor(
    private readonly call: SimulatedCall,
    readonly callId: string,
    readonly model: PracticeModel,
    readonly over: Promise<void>,
  ) {
    call.takeUp(this.handset);
  }

  speak(frame: Uint8Array): void {
    this.handset.speak(frame);
  }

  listen(hear: HandsetListener): Dispose {
    this.handset.hear(hear);
    return () => this.handset.hear(undefined);
  }

  hangUp(): void {
    this.call.hangUp();
  }
}

import type { TransferWay } from '../../shared/tool/transfer-way';
import type { Verdict } from '../../shared/contract/verdict';
import { dialRefusalLabels, type DialRefusal } from '../../shared/line/dial-refusal';
import type { Outcome } from './call-commands';
import { NOT_DONE, REFUSALS } from './refusals/refusals';
import type { ConsoleClient } from './transport';

/** What an operator can do to a call while it is on; their own voice is the headset's. Never throws. */
export interface OperatorCommands {
  whisper(callId: string, text: string, spoken: boolean): Promise<Outcome>;
  say(callId: string, text: string): Promise<Outcome>;
  /** Null: it could not be drafted; the operator writes it. */
  draftBrief(callId: string): Promise<{ readonly text: string; readonly by: 'model' | 'lines' } | null>;
  handBack(callId: string, brief: string, speaksFirst: boolean): Promise<Outcome>;
  hold(callId: string, held: boolean): Promise<Outcome>;
  muteAgent(callId: string, muted: boolean): Promise<Outcome>;
  pressKeys(callId: string, digits: string): Promise<Outcome>;
  /** `announcement`: what the person hears first; empty: who is calling. */
  transfer(callId: string, to: string, way: TransferWay, announcement: string): Promise<Outcome>;
  dial(call: {
    readonly from: string;
    readonly to: string;
    readonly agentId?: string;
    readonly opening: string;
  }): Promise<{ readonly ok: true; readonly callId: string } | { readonly ok: false; readonly sentence: string }>;
}

type Operator = ConsoleClient['operator'];

/** Commands over whatever line is open at the time. */
export function createOperatorCommands(client: () => ConsoleClient | null): OperatorCommands {
  async function ask(request: (operator: Operator) => Promise<Verdict>): Promise<Outcome> {
    const open = client();
    if (open === null) return { ok: false, sentence: NOT_DONE };
    try {
      const verdict = await request(open.operator);
      return verdict.ok ? { ok: true } : { ok: false, sentence: REFUSALS[verdict.code] };
    } catch {
      return { ok: false, sentence: NOT_DONE };
    }
  }

  return {
    whisper: (callId, text, spoken) => ask((operator) => operator.whisper({ callId, text, spoken })),
    say: (callId, text) => ask((operator) => operator.say({ callId, text })),
    draftBrief: async (callId) => {
      try {
        return (await client()?.operator.draftBrief({ callId })) ?? null;
      } catch {
        return null;
      }
    },
    handBack: (callId, brief, speaksFirst) => ask((operator) => operator.handBack({ callId, brief, speaksFirst })),
    hold: (callId, held) => ask((operator) => operator.hold({ callId, held })),
    muteAgent: (callId, muted) => ask((operator) => operator.muteAgent({ callId, muted })),
    pressKeys: (callId, digits) => ask((operator) => operator.pressKeys({ callId, digits })),
    transfer: (callId, to, way, announcement) =>
      ask((operator) => operator.transfer({ callId, to, way, announcement })),
    dial: async (call) => {
      const open = client();
      if (open === null) return { ok: false, sentence: NOT_DONE };
      try {
        const answer = await open.operator.dial(call);
        return answer.ok ? answer : { ok: false, sentence: sentenceOf(answer.code, answer.detail) };
      } catch {
        return { ok: false, sentence: NOT_DONE };
      }
    },
  };
}

/** Why a call out was not placed, and what to do; `detail`: the carrier's own code, for whoever looks it up. */
function sentenceOf(code: DialRefusal, detail: string): string {
  const { sentence, remedy } = dialRefusalLabels(code);
  return detail === '' ? `${sentence} ${remedy}` : `${sentence} ${remedy} (${detail})`;
}

import type { ContextItem, Dialogue, Utterance } from '../dialogue/dialogue';
import type { Faults } from '../faults';
import { entryOf, type Understand } from '../protocol/client-item';
import type { ResponseParams } from '../protocol/commands';
import { complaint, isComplaint, type Complaint } from '../protocol/complaint';
import type { Entry } from '../protocol/conversation';
import type { SessionConfig } from '../protocol/session-config';
import { ResponseRun, type Order } from './response-run';
import type { SessionContext } from './session-context';

/** Runs the responses of a session: one at a time in the conversation, any number out of band. */
export class Responder {
  readonly #session: SessionContext;
  readonly #dialogue: Dialogue;
  readonly #understand: Understand;
  readonly #onDone: (audioMs: number) => void;
  readonly #beside = new Map<string, ResponseRun>();
  #active: ResponseRun | undefined;
  #owesTurn = false;
  #failuresLeft: number;

  /**
   * `onDone` runs when a response in the conversation has ended and no other follows at once; `audioMs` is the audio it
   * sent.
   */
  constructor(session: SessionContext, dialogue: Dialogue, understand: Understand, onDone: (audioMs: number) => void) {
    this.#session = session;
    this.#dialogue = dialogue;
    this.#understand = understand;
    this.#onDone = onDone;
    this.#failuresLeft = session.faults.failsResponses?.count ?? 0;
  }

  get busy(): boolean {
    return this.#active !== undefined;
  }

  /** Obeys a `response.create`. */
  create(params: ResponseParams): Complaint | undefined {
    const inConversation = params.conversation !== 'none';
    if (inConversation && this.#active) {
      return complaint(
        'conversation_already_has_active_response',
        `Conversation already has an active response in progress: ${this.#active.id}. ` +
          'Wait until the response is finished before creating a new one.',
      );
    }
    const input = params.input ? this.#resolve(params.input) : [...this.#session.conversation.entries];
    if (isComplaint(input)) return input;
    this.#run(params, input, inConversation);
    return undefined;
  }

  /** Answers a turn that the detector ended, after the current answer if there is one. */
  answerTurn(): void {
    if (this.#active) this.#owesTurn = true;
    else this.#run({}, [...this.#session.conversation.entries], true);
  }

  /** Cancels the conversation's response because the caller began to speak; without one nothing happens. */
  interrupt(): void {
    this.#active?.cancel('turn_detected');
  }

  /** Obeys a `response.cancel`; without an id it means the response in the conversation. */
  cancel(responseId: string | undefined): Complaint | undefined {
    const run =
      responseId === undefined || responseId === this.#active?.id ? this.#active : this.#beside.get(responseId);
    if (!run) return complaint('response_cancel_not_active', 'Cancellation failed: no active response found');
    run.cancel('client_cancelled');
    return undefined;
  }

  #resolve(input: NonNullable<ResponseParams['input']>): readonly Entry[] | Complaint {
    const entries: Entry[] = [];
    for (const [index, part] of input.entries()) {
      if (part.type !== 'item_reference') {
        entries.push(entryOf(part, this.#session.ids, this.#understand));
        continue;
      }
      const entry = this.#session.conversation.find(part.id);
      if (!entry) {
        return complaint('invalid_value', `Item with id '${part.id}' not found.`, `response.input[${index}].id`);
      }
      entries.push(entry);
    }
    return entries;
  }

  #run(params: ResponseParams, input: readonly Entry[], inConversation: boolean): void {
    if (this.#session.faults.neverAnswers === 'at-all') return;
    const run = new ResponseRun(this.#session, this.#order(params, input, inConversation), (audioMs) => {
      if (inConversation) this.#ended(audioMs);
      else this.#beside.delete(run.id);
    });
    if (inConversation) this.#active = run;
    else this.#beside.set(run.id, run);
    run.step();
  }

  #ended(audioMs: number): void {
    this.#active = undefined;
    if (!this.#owesTurn) {
      this.#onDone(audioMs);
      return;
    }
    this.#owesTurn = false;
    this.answerTurn();
  }

  #order(params: ResponseParams, input: readonly Entry[], inConversation: boolean): Order {
    const { faults, meter } = this.#session;
    const config = this.#session.config();
    const instructions = params.instructions ?? config.instructions;
    const tools = toolNames(params.tools ?? config.tools, params.tool_choice ?? config.tool_choice);
    const servers = params.tools === undefined ? this.#session.mcp.names : [];
    const utterances = this.#dialogue({ instructions, tools: [...tools, ...servers], context: contextOf(input) });
    const fails = this.#failuresLeft > 0 ? faults.failsResponses?.code : undefined;
    this.#failuresLeft -= 1;
    return {
      utterances: disturbed(utterances, faults),
      inConversation,
      modality: (params.output_modalities ?? config.output_modalities)[0] ?? 'audio',
      format: params.audio?.output?.format ?? config.audio.output.format,
      voice: params.audio?.output?.voice ?? config.audio.output.voice,
      maxOutputTokens: params.max_output_tokens ?? config.max_output_tokens,
      metadata: params.metadata ?? null,
      ...(fails === undefined ? {} : { failsWith: fails }),
      bill: (output) => meter.bill(instructions + JSON.stringify(params.tools ?? config.tools), input, output),
    };
  }
}

function toolNames(tools: SessionConfig['tools'], choice: SessionConfig['tool_choice']): readonly string[] {
  if (choice === 'none') return [];
  const names = tools.flatMap((tool) => (tool.type === 'function' && typeof tool.name === 'string' ? [tool.name] : []));
  return typeof choice === 'object' && choice.type === 'function'
    ? names.filter((name) => name === choice.name)
    : names;
}

type Message = Extract<Entry['item'], { type: 'message' }>;

const SPEAKER: Readonly<Record<Message['role'], 'caller' | 'agent' | 'system'>> = {
  user: 'caller',
  assistant: 'agent',
  system: 'system',
};

/** Turns conversation items into the model's context; text that was truncated away is left out. */
function contextOf(entries: readonly Entry[]): readonly ContextItem[] {
  const callNames = new Map<string, string>();
  const items: ContextItem[] = [];
  for (const { item, text } of entries) {
    switch (item.type) {
      case 'message':
        if (text !== '') items.push({ by: SPEAKER[item.role], text });
        break;
      case 'function_call':
        callNames.set(item.call_id, item.name);
        items.push({ by: 'call', name: item.name, arguments: item.arguments });
        break;
      case 'function_call_output':
        items.push({ by: 'tool', name: callNames.get(item.call_id) ?? '', output: item.output });
        break;
      case 'mcp_call':
        if (typeof item.output === 'string')
          items.push({ by: 'tool', name: `${item.server_label}.${item.name}`, output: item.output });
        break;
      case 'mcp_approval_request':
        items.push({ by: 'call', name: `${item.server_label}.${item.name}`, arguments: item.arguments });
        break;
      case 'mcp_list_tools':
      case 'mcp_approval_response':
        break;
    }
  }
  return items;
}

/** Applies the faults that change what an answer consists of. */
function disturbed(utterances: readonly Utterance[], faults: Faults): readonly Utterance[] {
  const split = faults.splitsAnswers ? utterances.flatMap(halves) : utterances;
  return faults.doublesCalls ? split.flatMap<Utterance>((one) => ('call' in one ? [one, one] : [one])) : split;
}

function halves(utterance: Utterance): readonly Utterance[] {
  if (!('say' in utterance)) return [utterance];
  const { say, audio } = utterance;
  const cut = say.search(/(?<=[.!?,]) /) + 1 || Math.ceil(say.length / 2);
  if (!audio) return [{ say: say.slice(0, cut) }, { say: say.slice(cut) }];
  const middle = Math.floor(audio.length / 16) * 8;
  return [
    { say: say.slice(0, cut), audio: audio.subarray(0, middle) },
    { say: say.slice(cut), audio: audio.subarray(middle) },
  ];
}

import type { Dialogue } from '../dialogue/dialogue';
import { entryOf, type Understand } from '../protocol/client-item';
import type { ResponseParams } from '../protocol/commands';
import { complaint, isComplaint, type Complaint } from '../protocol/complaint';
import type { Entry } from '../protocol/conversation';
import { disturbed } from '../faults';
import { contextOf } from '../dialogue/context';
import { ResponseRun, type Order } from './response-run';
import type { SessionConfig } from '../protocol/session-config';
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

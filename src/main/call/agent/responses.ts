import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { CreateResponse } from '../../ports/ports';

/** Purpose of a response. The model begins a `reply` by itself; all others were requested. */
export type Purpose = 'reply' | 'greeting' | 'say' | 'goodbye' | 'filler' | 'follow-up';

/** Tag of every goodbye. The other requests that carry a tag are to say something word for word. */
export const GOODBYE_TAG = 'goodbye';

/** Response that was asked for and has not begun. It has no id: the model may refuse it, or begin one of its own first. */
export interface RequestedResponse {
  readonly state: 'requested';
  readonly purpose: Purpose;
  readonly request: CreateResponse;
  /**
   * True for a request that was sent before and got no answer: a refusal then says that the first one was heard after
   * all.
   */
  readonly isRepeat: boolean;
}

/**
 * Item of a response that the model has not finished. `cut`: the conversation was told how much was heard of it.
 * `late`: sound of it came after its response was dead.
 */
export interface ResponseItem {
  readonly itemId: string;
  state: 'open' | 'cut' | 'late';
  contentIndex: number;
  /** Sound that the phone was sent and that was not cut; bytes of µ-law. */
  bytes: number;
  /** True once the parts that wait for its first sound were told of it. */
  isTold: boolean;
}

/**
 * Record of one response, from its first event until it is over and nothing of it is unheard. It is `dead` while the
 * model may still send sound of it that is not to be heard.
 */
export class AgentResponse {
  /** Purpose it was begun for, as far as is known: a refusal shows that our request was not what began. */
  purpose: Purpose = 'reply';
  /** Tag of the request that it answers, as the model gave it back. */
  tag: string | undefined = undefined;
  /** Request in flight when it began: this is the answer, or the two crossed and a refusal follows. */
  asked: RequestedResponse | null = null;
  /** True from when the model announced it until the model says that it is over. */
  isRunning = false;
  /** Ids of whispers delivered before it began; emptied when its first words go to the caller, or when it is over. */
  whispers: readonly string[] = [];
  /** Tool outputs that the model waits for; null: it called no tool, or was asked to go on. */
  owedOutputs: number | null = null;
  private stage: 'generating' | 'done' | 'dead' = 'generating';
  private items: ResponseItem[] = [];
  private spoken: ResponseItem | null = null;
  private spokenBytes = 0;
  private endByte = 0;

  constructor(readonly id: string) {}

  get state(): 'generating' | 'done' | 'dead' {
    return this.stage;
  }

  get isDead(): boolean {
    return this.stage === 'dead';
  }

  /** True when the model adds nothing to it any more. */
  get isOver(): boolean {
    return this.stage !== 'generating' && !this.isRunning;
  }

  /** True once sound of it was sent to the phone. */
  get hasSpoken(): boolean {
    return this.spokenBytes > 0;
  }

  /** True until the phone has played all of it, or what was left was cut. */
  get isUnheard(): boolean {
    return this.endByte > 0;
  }

  /** Item whose sound was sent last. */
  get lastItem(): ResponseItem | null {
    return this.spoken;
  }

  /** Items that the model has not finished. */
  get openItems(): readonly ResponseItem[] {
    return this.items.filter(({ state }) => state === 'open');
  }

  /** Length of the sound sent of an unfinished item; ms. */
  sentMs(itemId: string): number {
    return Math.floor((this.item(itemId)?.bytes ?? 0) / MULAW_BYTES_PER_MS);
  }

  /** Begins it, perhaps once more under the same id. */
  begin(): void {
    this.isRunning = true;
    if (this.stage === 'done') this.stage = 'generating';
  }

  /** Adds an item that the model announced before its sound. */
  opened(itemId: string): void {
    if (this.item(itemId) === undefined) this.add(itemId, 'open', 0);
  }

  /** Counts bytes of sound that came; returns their sum so far. */
  count(bytes: number): number {
    this.spokenBytes += bytes;
    return this.spokenBytes;
  }

  /**
   * Adds sound of an item, sent as the phone's stream up to `endByte`. Runs for every frame: a search only when the
   * item changes.
   */
  sent(itemId: string, contentIndex: number, bytes: number, endByte: number): void {
    let item = this.spoken;
    if (item === null || item.itemId !== itemId) {
      item = this.item(itemId) ?? this.add(itemId, 'open', contentIndex);
      this.spoken = item;
    }
    item.contentIndex = contentIndex;
    item.bytes += bytes;
    this.endByte = endByte;
  }

  /** Removes an item that the model finished; returns the bytes sent of it. */
  finish(itemId: string): number {
    const bytes = this.item(itemId)?.bytes ?? 0;
    this.items = this.items.filter((item) => item.itemId !== itemId);
    if (this.spoken?.itemId === itemId) this.spoken = null;
    return bytes;
  }

  /** Marks it dead: sound that comes from now on is dropped, and what the phone has of it goes on playing. */
  markDead(): void {
    this.stage = 'dead';
  }

  /** Forgets its open items and unheard sound, which the phone has dropped. */
  silence(): void {
    this.items = this.items.filter(({ state }) => state !== 'open');
    for (const item of this.items) item.bytes = 0;
    this.spoken = null;
    this.endByte = 0;
  }

  /** Marks an item as cut: the conversation was told how much of it was heard. */
  cut(itemId: string, contentIndex: number): void {
    const item = this.item(itemId) ?? this.add(itemId, 'cut', contentIndex);
    item.state = 'cut';
  }

  /** Marks an item as late: sound of it came after its response was dead. An item cut before stays cut. */
  cameLate(itemId: string, contentIndex: number): void {
    const item = this.item(itemId) ?? this.add(itemId, 'late', contentIndex);
    if (item.state === 'cut') return;
    item.state = 'late';
    item.contentIndex = contentIndex;
  }

  /** Ends it: the model says that no more sound of it can come, late or not. Returns its unfinished items. */
  end(): readonly ResponseItem[] {
    this.stage = 'done';
    const { items } = this;
    this.items = [];
    this.spoken = null;
    return items;
  }

  /**
   * Notes that the phone has played the stream up to `acknowledgedByte`. True: the record is complete and can be
   * forgotten.
   */
  heard(acknowledgedByte: number): boolean {
    if (this.stage !== 'done' || this.isRunning || this.endByte > acknowledgedByte) return false;
    this.endByte = 0;
    return true;
  }

  private item(itemId: string): ResponseItem | undefined {
    return this.items.find((item) => item.itemId === itemId);
  }

  private add(itemId: string, state: ResponseItem['state'], contentIndex: number): ResponseItem {
    const item: ResponseItem = { itemId, state, contentIndex, bytes: 0, isTold: false };
    this.items.push(item);
    return item;
  }
}

/** The model runs one response at a time, so more than a few records mean a model that invents ids. */
const MAX_RECORDS = 64;

/**
 * Book of the responses of one call: a record for each that is running or unheard. Empty when the model says nothing and the phone
 * has played everything.
 */
export class Responses {
  private readonly records = new Map<string, AgentResponse>();
  /** Record found last. Sound comes fifty times a second, of the same response as before. */
  private latest: AgentResponse | null = null;

  /** Responses that the model is generating now: those we asked for and its own. */
  get running(): readonly AgentResponse[] {
    return this.all.filter(({ isRunning }) => isRunning);
  }

  get isRunning(): boolean {
    for (const { isRunning } of this.records.values()) if (isRunning) return true;
    return false;
  }

  /** The oldest first. */
  get all(): readonly AgentResponse[] {
    return [...this.records.values()];
  }

  /** Record of a response; a new one where none was kept. */
  of(id: string): AgentResponse {
    const { latest } = this;
    if (latest !== null && latest.id === id) return latest;
    const response = this.records.get(id) ?? this.add(id);
    this.latest = response;
    return response;
  }

  /** True while sound of that response is dropped. */
  isDead(id: string): boolean {
    return this.records.get(id)?.isDead === true;
  }

  /** The model announced a response. It generates one after the other, so whatever it did not announce is over. */
  begin(id: string): AgentResponse {
    for (const response of this.all) {
      if (response.isRunning || response.id === id) continue;
      if (response.isDead) this.delete(response);
      else response.end();
    }
    const response = this.of(id);
    response.begin();
    return response;
  }

  /** The phone has played the stream up to there: forgets what is over and heard. */
  heard(acknowledgedByte: number): void {
    for (const response of this.records.values()) if (response.heard(acknowledgedByte)) this.delete(response);
  }

  /** Another model took over, which knows none of these. */
  clear(): void {
    for (const response of this.records.values()) this.delete(response);
  }

  private add(id: string): AgentResponse {
    const response = new AgentResponse(id);
    this.records.set(id, response);
    if (this.records.size > MAX_RECORDS) {
      const oldest = this.all.find(({ isRunning }) => !isRunning);
      if (oldest !== undefined && oldest !== response) this.delete(oldest);
    }
    return response;
  }

  private delete(response: AgentResponse): void {
    response.silence();
    this.records.delete(response.id);
    if (this.latest === response) this.latest = null;
  }
}

import { AgentResponse } from './response';

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

  get size(): number {
    return this.records.size;
  }

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

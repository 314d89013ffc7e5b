/**
 * The responses that called tools: how many outputs each still owes the model, and whether more can come. When a response is over
 * and owes nothing the model is asked to go on, once.
 */
export class ToolResponses {
  private readonly responses = new Map<string, { owed: number; isOver: boolean }>();

  constructor(private readonly onSettled: () => void) {}

  called(responseId: string): void {
    const response = this.responses.get(responseId) ?? { owed: 0, isOver: false };
    response.owed += 1;
    this.responses.set(responseId, response);
  }

  /** The model was given one output. */
  outputSent(responseId: string): void {
    const response = this.responses.get(responseId);
    if (response === undefined) return;
    response.owed -= 1;
    this.goOn(responseId);
  }

  /** The model finished the response: no more tool calls of it can come. */
  over(responseId: string): void {
    const response = this.responses.get(responseId);
    if (response === undefined) return;
    response.isOver = true;
    this.goOn(responseId);
  }

  private goOn(responseId: string): void {
    const response = this.responses.get(responseId);
    if (response === undefined || !response.isOver || response.owed > 0) return;
    this.responses.delete(responseId);
    this.onSettled();
  }
}

/** Counts a stream's lost and doubled messages by the carrier's numbers. It judges nothing: the call must go on. */
export class Sequence {
  missing = 0;
  late = 0;
  doubled = 0;
  private lastSequence = 0;
  private lastChunk = 0;

  /** Takes the number of any message. */
  note(sequence: number): void {
    if (sequence > this.lastSequence) {
      this.missing += sequence - this.lastSequence - 1;
      this.lastSequence = sequence;
    } else {
      this.late++;
    }
  }

  /** Takes a media message; true: it repeats the previous one. */
  isDoubled(sequence: number, chunk: number): boolean {
    const isSame = sequence === this.lastSequence && chunk === this.lastChunk;
    if (isSame) this.doubled++;
    else this.note(sequence);
    this.lastChunk = chunk;
    return isSame;
  }
}

/** Counts what a stream lost or doubled on the way, from the carrier's numbers. Judges nothing: the words must go on. */
export class Sequence {
  missing = 0;
  late = 0;
  doubled = 0;
  private lastSequence = 0;
  private lastChunk = 0;

  /** Notes the number of any message. */
  note(sequence: number): void {
    if (sequence > this.lastSequence) {
      this.missing += sequence - this.lastSequence - 1;
      this.lastSequence = sequence;
    } else {
      this.late++;
    }
  }

  /** Notes a media message; true: it is the one before once more. */
  isDoubled(sequence: number, chunk: number): boolean {
    const isSame = sequence === this.lastSequence && chunk === this.lastChunk;
    if (isSame) this.doubled++;
    else this.note(sequence);
    this.lastChunk = chunk;
    return isSame;
  }
}

/**
 * Keeps a bounded number of guests who have yet to prove themselves. When it is full the one who waited longest is put
 * out: a genuine guest proves itself within milliseconds, so only those who stall are ever the oldest.
 */
export class WaitingRoom<Guest> {
  private readonly guests = new Set<Guest>();

  constructor(
    private readonly maxGuests: number,
    private readonly putOut: (guest: Guest) => void,
  ) {}

  enter(guest: Guest): void {
    this.guests.add(guest);
    for (const oldest of this.guests) {
      if (this.guests.size <= this.maxGuests) return;
      this.guests.delete(oldest);
      this.putOut(oldest);
    }
  }

  /** The guest proved itself or went. Safe to call twice. */
  leave(guest: Guest): void {
    this.guests.delete(guest);
  }
}

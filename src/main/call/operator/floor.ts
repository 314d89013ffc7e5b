import type { Floor as FloorName, FloorChange } from '../../../shared/call/events/operator';

/** A change of the floor, as the journal tells it. */
export interface FloorMove {
  readonly floor: FloorName;
  readonly why: FloorChange;
}

/**
 * Floor of a call: the party that the caller can hear. One side holds the floor; a hold covers it without taking it
 * away, and so does muting the agent. Each act returns the move, or null where it cannot apply.
 */
export class Floor {
  private holder: 'agent' | 'operator' = 'agent';
  private isHeld = false;
  private isAgentMuted = false;
  private isAway = false;

  get current(): FloorName {
    if (this.isHeld || this.isAway) return 'nobody';
    if (this.holder === 'operator') return 'operator';
    return this.isAgentMuted ? 'nobody' : 'agent';
  }

  /** True from the take-over to the hand back, a hold in between included. */
  get isTaken(): boolean {
    return this.holder === 'operator';
  }

  /** True while the caller is not on our line: nothing can change what they hear. */
  get isDeserted(): boolean {
    return this.isAway;
  }

  get isOnHold(): boolean {
    return this.isHeld;
  }

  takeOver(): FloorMove | null {
    if (this.current === 'operator') return null;
    return this.passTo('operator', 'took-over');
  }

  handBack(): FloorMove | null {
    return this.isTaken ? this.passTo('agent', 'handed-back') : null;
  }

  /** Passes the floor to the agent: the operator who had it cannot be heard and did not come back. */
  operatorGone(): FloorMove | null {
    return this.isTaken ? this.passTo('agent', 'operator-lost') : null;
  }

  hold(held: boolean): FloorMove | null {
    if (held === this.isHeld) return null;
    this.isHeld = held;
    return { floor: this.current, why: held ? 'held' : 'resumed' };
  }

  muteAgent(muted: boolean): FloorMove | null {
    if (this.isTaken || this.isHeld || muted === this.isAgentMuted) return null;
    this.isAgentMuted = muted;
    return { floor: this.current, why: muted ? 'agent-muted' : 'agent-unmuted' };
  }

  /** Takes the floor from whoever has it: the caller leaves to be put through to somebody else. */
  leave(): FloorMove {
    this.passTo('agent', 'transfer-began');
    this.isAway = true;
    return { floor: 'nobody', why: 'transfer-began' };
  }

  /** Gives the agent the floor, because the caller is back. */
  comeBack(): FloorMove {
    this.isAway = false;
    return { floor: 'agent', why: 'transfer-failed' };
  }

  private passTo(holder: 'agent' | 'operator', why: FloorChange): FloorMove {
    this.holder = holder;
    this.isHeld = false;
    this.isAgentMuted = false;
    return { floor: holder, why };
  }
}

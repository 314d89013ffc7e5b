/** How loud both sides of a live call are now, 0 to 1. `agent`: whoever the caller hears. Not journalled. */
export interface Level {
  readonly callId: string;
  readonly caller: number;
  readonly agent: number;
}

const BETWEEN_CALLS = ';';
const BETWEEN_FIELDS = ',';
const STEPS = 1000;

/**
 * The levels of all calls as one text, to a thousandth, which no meter shows: they are told ten times a second, and a list of
 * objects is walked, checked and written value by value each time. An id holds none of `,;`.
 */
export function packLevels(levels: readonly Level[]): string {
  return levels.map(({ callId, caller, agent }) => `${callId},${steps(caller)},${steps(agent)}`).join(BETWEEN_CALLS);
}

/** Reads what `packLevels` wrote; what is no level is left out. */
export function unpackLevels(packed: string): readonly Level[] {
  return packed.split(BETWEEN_CALLS).flatMap((call) => {
    const [callId, caller, agent] = call.split(BETWEEN_FIELDS);
    return callId === undefined || agent === undefined ? [] : [{ callId, caller: share(caller), agent: share(agent) }];
  });
}

function steps(value: number): string {
  return value > 0 ? String(Math.round(Math.min(1, value) * STEPS)) : '0';
}

function share(written: string | undefined): number {
  const value = Number(written) / STEPS;
  return value > 0 ? Math.min(1, value) : 0;
}

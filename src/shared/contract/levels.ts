/** Loudness of both sides of a live call, 0 to 1. `agent`: whoever the caller hears. Not journalled. */
export interface Level {
  readonly callId: string;
  readonly caller: number;
  readonly agent: number;
}

const BETWEEN_CALLS = ';';
const BETWEEN_FIELDS = ',';
const STEPS = 1000;

/**
 * Packs the levels of all calls into one text, rounded to a thousandth, which is finer than any meter shows. Levels go out ten
 * times a second; as a list of objects they would be walked, checked and written value by value. Ids hold neither `,` nor `;`.
 */
export function packLevels(levels: readonly Level[]): string {
  return levels.map(({ callId, caller, agent }) => `${callId},${steps(caller)},${steps(agent)}`).join(BETWEEN_CALLS);
}

/** Reads what `packLevels` wrote; malformed entries are left out. */
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

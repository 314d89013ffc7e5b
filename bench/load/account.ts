/** The carrier account of the benchmarks. */
export const ACCOUNT = { sid: `AC${'0'.repeat(32)}`, authToken: 'f'.repeat(32) };

/** The carrier account of the bench. */
export const ACCOUNT = { sid: `AC${'0'.repeat(32)}`, authToken: 'f'.repeat(32) };

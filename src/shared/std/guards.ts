/** Type guard for an object that is neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the code that Node, SQLite and most libraries put on their errors, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Names an error and the place it was thrown from, for a log that keeps no messages. */
export function faultOf(error: unknown): { readonly error: string; readonly where: string } {
  if (!(error instanceof Error)) return { error: typeof error, where: '' };
  const [, where = ''] = /\n\s+at (.+)/.exec(error.stack ?? '') ?? [];
  return { error: error.name, where };
}

/** Parses a JSON text; undefined when it is not JSON. No JSON text has that value. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

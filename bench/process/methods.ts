/** Methods a benchmark process offers. Parameters and results cross as JSON. */
export type Methods = Readonly<Record<string, (params: never) => unknown>>;

/** The same methods as called from the other process. */
export type Remote<M extends Methods> = {
  readonly [K in keyof M]: (params: Parameters<M[K]>[0]) => Promise<Awaited<ReturnType<M[K]>>>;
};

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Result of one method call; `error` is the message of what was thrown. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Serves the parent process for as long as it lives, then exits. */
export function answerParent(methods: Methods): void {
  const all = new Map<string, (params: unknown) => unknown>(
    Object.entries(methods).map(([name, method]) => [name, method as (params: unknown) => unknown]),
  );
  process.on('message', (message: unknown) => {
    if (isAsked(message)) void answer(all, message);
  });
  process.on('disconnect', () => process.exit(0));
}

async function answer(methods: ReadonlyMap<string, (params: unknown) => unknown>, asked: Asked): Promise<void> {
  const method = methods.get(asked.method);
  try {
    if (method === undefined) throw new Error(`No method ${asked.method}`);
    process.send?.({ id: asked.id, value: await method(asked.params) });
  } catch (error) {
    process.send?.({ id: asked.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function isAsked(value: unknown): value is Asked {
  return typeof value === 'object' && value !== null && 'id' in value && 'method' in value;
}

/** True for an answer of a benchmark process. */
export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'id' in value && !('method' in value);
}

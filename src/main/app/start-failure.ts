/** Node's error codes of a port that cannot be listened on. */
const PORT_TROUBLE = new Map([
  ['EADDRINUSE', 'is taken by another program'],
  ['EACCES', 'may not be used by this user'],
]);

/** Describes a failed start in a sentence for the person who started it. `ports`: by the variable that sets each. */
export function startFailure(error: unknown, ports: Readonly<Record<string, number>> = {}): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error && 'port' in error)) return error.message;
  const trouble = PORT_TROUBLE.get(String(error.code));
  if (trouble === undefined) return error.message;
  const variable = Object.keys(ports).find((name) => ports[name] === error.port);
  const advice = variable === undefined ? '' : ` ${variable} chooses another; 0 takes any free one.`;
  return `Port ${String(error.port)} ${trouble}.${advice}`;
}

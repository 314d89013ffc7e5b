/** Path into the arguments: names and indexes separated by dots, such as `order.items.0.id`. */
export const ARGUMENT_PATH = /^[A-Za-z0-9_$-]{1,64}(?:\.[A-Za-z0-9_$-]{1,64}){0,15}$/;

/** Value at a path of the arguments; undefined if there is none. Reads own properties only, nothing inherited. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

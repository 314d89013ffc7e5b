/** Closes a switch over a union: a new member fails to compile instead of to work. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}

/** A gate that others wait at until a test opens it. */
export interface Latch {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** Creates a closed latch. */
export function latch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Something that others wait for until a test lets them go on. */
export interface Latch {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** Makes a latch that is closed. */
export function latch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

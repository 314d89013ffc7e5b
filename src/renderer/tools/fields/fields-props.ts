import type { Tool } from '../../../shared/tool/tool';

/** What every group of fields is given. */
export interface FieldsProps<T extends Tool = Tool> {
  readonly tool: T;
  /** What is wrong at a place, such as `headers.0.name`; undefined: nothing. */
  readonly problemOf: (where: string) => string | undefined;
  readonly onChange: (tool: T) => void;
}

/** The same with a text that is left out where it is empty. */
export function withOptional<T extends object, K extends keyof T & string>(value: T, key: K, text: string): T {
  const { [key]: _, ...rest } = value;
  return (text === '' ? rest : { ...rest, [key]: text }) as T;
}

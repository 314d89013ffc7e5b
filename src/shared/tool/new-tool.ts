import { assertNever } from '../std/assert-never';
import { NO_PARAMETERS } from './parameters';
import type { BuiltInName, Tool } from './tool';

/** Default time-outs of a new tool, for a person and for a machine; ms. */
const PERSON_MS = 60_000;
const MACHINE_MS = 8000;
/** Time-out of a tool that has waits of its own, for each key of a caller; ms. */
const DIGITS_MS = 300_000;
/** Default wait for an approval; ms. */
export const APPROVAL_WAIT_MS = 60_000;

/** Descriptions of the built-in tools, as the model reads them. */
const ACTS: Readonly<Record<BuiltInName, string>> = {
  end_call: 'Hang up, after saying goodbye, when the caller has nothing more to ask.',
  transfer_call: 'Put the caller through to a person. Tell the caller so first.',
  send_digits: 'Press keys of the phone, for menus and door openers.',
  hold: 'Put the caller on hold with music. Tell the caller so first.',
  ask_for_digits:
    'Get digits that the caller types on the phone. Say first what to type, and call this in the same turn.',
};

/**
 * Creates a tool of a kind with its defaults. `taken`: names it must not have. A tool that may do harm starts with approval on.
 */
export function newTool(kind: Exclude<Tool['kind'], 'built-in'>, taken: ReadonlySet<string>): Tool {
  const approval = { when: 'always', waitMs: APPROVAL_WAIT_MS } as const;
  const base = { description: '', parameters: { ...NO_PARAMETERS }, timeoutMs: MACHINE_MS };
  switch (kind) {
    case 'operator':
      return { ...base, kind, name: freeName('ask_person', taken), timeoutMs: PERSON_MS };
    case 'http':
      return { ...base, kind, name: freeName('web_request', taken), method: 'GET', url: 'https://' };
    case 'script':
      return { ...base, kind, name: freeName('script', taken), code: 'return { answer: 42 };\n' };
    case 'mcp': {
      const { description, timeoutMs } = base;
      return {
        kind,
        name: freeName('server', taken),
        description,
        timeoutMs,
        url: 'https://',
        functions: [],
        approval,
      };
    }
    default:
      return assertNever(kind);
  }
}

/** Creates a built-in tool with its defaults. */
export function newAct(name: BuiltInName): Tool {
  const base = { kind: 'built-in', description: ACTS[name], timeoutMs: PERSON_MS } as const;
  switch (name) {
    case 'end_call':
      return { ...base, name };
    case 'transfer_call':
      return { ...base, name, destinations: [{ label: '', number: '' }], way: 'blind' };
    case 'send_digits':
      return { ...base, name, maxDigits: 12 };
    case 'hold':
      return { ...base, name, longestSeconds: 60 };
    case 'ask_for_digits':
      return { ...base, name, timeoutMs: DIGITS_MS, maxDigits: 16, endKey: '#', waitSeconds: 10 };
    default:
      return assertNever(name);
  }
}

/** Returns the name, or the first free one with a number appended. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name.slice(0, 60)}_${String(count)}`;
  return free;
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Seven made-up secrets, each in the format of its service. */
export const PLANTED_SECRETS = {
  openAiKey: 'sk-proj-canaryA7Qw3Er5Ty9Ui1Op2As4Df6Gh8Jk0',
  accountSid: 'AC5ca1ab1e0b501e7ec0ffee0ddba11c0d',
  authToken: 'f00dfacedeadbea7c0de5eedfeedb0a7',
  apiKeySecret: 'CanaryZxC8vBnM7aSdF6gHjK5lQwE4rT',
  ngrokAuthtoken: '2canaryLkJhGfDsA9876PoIuYtReWq_5432MnBvCxZ1AbCdEf',
  webhookPassword: 'canary+pass/W0rd=9x',
  toolSecret: 'whsec canary/"4Tools"+Q7mN2bV8cX5z',
} as const;

/** Text typed in plain sight: a sweep that does not find it finds nothing. */
export const CONTROL = 'Good day, this is the control of the secret sweep.';

/** A place a secret may have reached, and the text found there. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Forms a secret may take in text, in full and without its ends. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    ...new Set([
      secret,
      secret.slice(4, -4),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret, 'utf16le').toString('latin1'),
      ...aligned,
    ]),
  ];
}

/** Lists each secret found and its place: `settings.json holds authToken`. */
export function sweep(places: readonly Place[]): readonly string[] {
  return places.flatMap(({ name, text }) =>
    Object.entries(PLANTED_SECRETS)
      .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
      .map(([kind]) => `${name} holds ${kind}`),
  );
}

/** Every file below a folder, read as bytes. */
export function filesBelow(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'latin1') }));
}

/** Command line and environment of each process in a tree; on Linux. */
export function startsOf(pid: number): readonly Place[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = /^PPid:\s+(\d+)/m.exec(readProc(entry, 'status'))?.[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const isBelow = (each: number): boolean => each === pid || (parents.has(each) && isBelow(parents.get(each) ?? 0));
  return [...parents.keys()]
    .filter(isBelow)
    .flatMap((each) =>
      ['cmdline', 'environ'].map((file) => ({ name: `${file} of ${each}`, text: readProc(String(each), file) })),
    );
}

/** Reads a file of `/proc`; empty if the process has ended or belongs to another user. */
function readProc(entry: string, file: string): string {
  try {
    return readFileSync(`/proc/${entry}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

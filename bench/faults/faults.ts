import { WebSocket } from 'ws';
import { BLANK_PROFILE } from '../../src/shared/agent/agent';
import type { Tool } from '../../src/shared/tool/tool';
import type { Utterance } from '../../src/simulator/realtime/dialogue/dialogue';
import type { Faults } from '../../src/simulator/realtime/faults';
import { twilioSignature } from '../../src/simulator/twilio/webhooks/signature';
import { tryToStaff } from '../console/second-line';
import { ACCOUNT } from '../load/account';
import type { CrowdPlan } from '../load/crowd';
import { pause } from '../load/switch';
import { fillDisk, type AilingDisk } from '../process/ailing-disk';
import type { Served } from '../stages/setting';
import { HOSTILE_LISTINGS, type HostileServices } from './hostile-services';

/** Switchboard that a fault acts on, and for how long. */
export interface FaultScene extends Served {
  readonly services: HostileServices;
  readonly disk: AilingDisk;
  readonly seconds: number;
}

/** Events that the console was shown while the fault lasted, counted by type, and by `type reason`. */
export type Seen = ReadonlyMap<string, number>;

/** One fault, which must not be felt by the calls beside it. */
export interface Fault {
  readonly name: string;
  /** Standard error of the process; absent: it is read. */
  readonly log?: 'unread' | 'full';
  /** Sessions of the second line's calls, and what their model says. */
  readonly model?: { readonly faults?: Faults; readonly says?: readonly (readonly Utterance[])[] };
  /** Callers of the second line; absent: two who talk. */
  readonly crowd?: CrowdPlan;
  /** Tools of the second line's agent. */
  readonly tools?: (services: HostileServices) => readonly Tool[];
  /** Does what the crowd does not, and says what came of it. */
  readonly act?: (scene: FaultScene) => Promise<string>;
  /** Says by what it was felt, from the events shown; undefined: by nothing, and the row proves nothing. */
  readonly felt: (seen: Seen) => string | undefined;
}

const DRAFT_CHARS = 300_000;
const PARAMETERS = { type: 'object', properties: {} };

function script(name: string, code: string): Tool {
  return { kind: 'script', name, description: 'Fails', parameters: PARAMETERS, timeoutMs: 1000, code };
}

const call = (name: string, args: Readonly<Record<string, unknown>> = {}): readonly Utterance[] => [
  { call: name, arguments: args },
];

/** Says how often each of these was seen; undefined unless all were. */
const all =
  (...keys: readonly string[]) =>
  (seen: Seen): string | undefined =>
    keys.every((key) => seen.has(key)) ? keys.map((key) => `${String(seen.get(key))} × ${key}`).join(', ') : undefined;

const always = (): string => '';

/** A schema that is small enough to publish, and takes more to check against a long list than a check may. */
const COSTLY = {
  type: 'object',
  properties: {
    list: {
      type: 'array',
      items: { anyOf: Array.from({ length: 300 }, (_, index) => ({ type: 'string', const: `v${String(index)}` })) },
    },
  },
};

export const FAULTS: readonly Fault[] = [
  { name: 'none', felt: always },
  { name: 'a log that nobody reads', log: 'unread', act: floodWebhooks, felt: always },
  { name: 'a full disk under the log', log: 'full', act: floodWebhooks, felt: always },
  {
    name: 'a stuck disk under the journal',
    act: async ({ disk, seconds }) => {
      disk.stick();
      await pause(seconds * 600);
      await disk.release();
      await pause(seconds * 200);
      return '';
    },
    felt: all('journal.changed SLOW', 'journal.changed ok'),
  },
  {
    name: 'a full disk under the journal',
    act: async ({ subject, seconds }) => {
      fillDisk(subject.pid, true);
      await pause(seconds * 600);
      fillDisk(subject.pid, false);
      await pause(seconds * 300);
      return '';
    },
    felt: all('journal.changed behind', 'journal.changed ok'),
  },
  {
    name: 'a model socket that resets',
    model: { faults: { dropsAfterAudioMs: 300 } },
    crowd: { calls: 5 },
    felt: all('model.failed'),
  },
  { name: 'a model server that answers 429', model: { faults: { refusesUpgrade: 429 } }, felt: all('model.failed') },
  { name: 'a model server that answers 503', model: { faults: { refusesUpgrade: 503 } }, felt: all('model.failed') },
  {
    name: 'a model that fails each response',
    model: { faults: { failsResponses: { count: 1000, code: 'server_error' } } },
    felt: all('model.failed'),
  },
  {
    name: 'a model that speaks nonsense',
    model: { faults: { malformedJson: true, unknownEvents: true } },
    felt: all('call.rang'),
  },
  {
    name: 'a tool server that never answers',
    model: { says: [call('stuck'), call('mcp_find')] },
    tools: ({ origin }) => [
      {
        kind: 'http',
        name: 'stuck',
        description: 'Never answers',
        parameters: PARAMETERS,
        timeoutMs: 1000,
        method: 'GET',
        url: `${origin}/never`,
        allowsLocal: true,
      },
      {
        kind: 'mcp',
        name: 'mcp',
        description: '',
        timeoutMs: 1000,
        url: `${origin}/never`,
        functions: [{ name: 'find', description: '', parameters: PARAMETERS }],
        allowsLocal: true,
      },
    ],
    felt: all('tool.failed timed-out'),
  },
  { name: 'MCP servers with hostile listings', act: listHostile, felt: always },
  {
    name: 'a tool that throws, never ends or fills its memory',
    model: { says: [call('throws'), call('spins'), call('grows')] },
    crowd: { calls: 4 },
    tools: () => [
      script('throws', 'throw new Error("no")'),
      script('spins', 'for (;;) {}'),
      script('grows', 'const all = []; for (;;) all.push("x".repeat(100000))'),
    ],
    felt: all('tool.failed failed', 'tool.failed timed-out'),
  },
  {
    name: 'a tool schema beyond its budget',
    model: { says: [call('costly', { list: Array.from({ length: 120 }, () => 'v299') })] },
    tools: () => [{ ...script('costly', 'return "done"'), parameters: COSTLY }],
    act: publishBadSchemas,
    felt: all('tool.failed bad-arguments'),
  },
  { name: 'a flood of webhooks and streams of strangers', act: floodWebhooks, felt: always },
  { name: 'malformed stream messages', crowd: { calls: 5, isBroken: true }, felt: all('call.rang') },
  {
    name: 'consoles that read nothing',
    crowd: { calls: 5 },
    act: async ({ console }) => {
      for (let opened = 0; opened < 5; opened += 1) await console?.openDeaf();
      return '5 consoles';
    },
    felt: all('call.rang'),
  },
  { name: 'a draft of 300 kB', act: saveLongDrafts, felt: always },
];

async function floodWebhooks({ public: base, seconds }: FaultScene): Promise<string> {
  const untilMs = Date.now() + seconds * 800;
  const statuses = new Map<number, number>();
  const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
  const signed = { CallSid: 'nonsense', From: '', To: '' };
  const requests: readonly (() => [string, RequestInit])[] = [
    () => ['/twiml', { method: 'POST', body: form({ CallSid: 'CA1', From: '+1' }), headers: FORM }],
    () => ['/status', { method: 'POST', body: form({ CallSid: 'CA1' }), headers: { ...FORM, ...signature('bad') } }],
    () => [
      '/twiml',
      { method: 'POST', body: form(signed), headers: { ...FORM, ...signature(`${base}/twiml`, signed) } },
    ],
    () => ['/twiml', { method: 'POST', body: `a=${'x'.repeat(200_000)}`, headers: FORM }],
    () => ['/anything', { method: 'GET' }],
  ];
  let asked = 0;
  const flood = async (): Promise<void> => {
    while (Date.now() < untilMs) {
      const [path, init] = requests[asked++ % requests.length]?.() ?? ['/', {}];
      const status = await fetch(`${base}${path}`, init).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        () => 0,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const strangers = async (): Promise<void> => {
    while (Date.now() < untilMs) {
      const socket = new WebSocket(`${base.replace('http', 'ws')}/call/${'x'.repeat(43)}`);
      socket.on('error', () => undefined);
      await pause(20);
      socket.terminate();
    }
  };
  await Promise.all([flood(), flood(), flood(), flood(), strangers()]);
  return [...statuses]
    .map(([status, count]) => `${String(count)} × ${status === 0 ? 'cut' : String(status)}`)
    .join(', ');
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function signature(url: string, fields: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { 'x-twilio-signature': twilioSignature(ACCOUNT.authToken, url, fields) };
}

async function listHostile({ console, services, seconds }: FaultScene): Promise<string> {
  const untilMs = Date.now() + seconds * 600;
  let listed = 0;
  let refused = 0;
  while (Date.now() < untilMs) {
    for (const listing of HOSTILE_LISTINGS) {
      if (listing === 'endless') continue;
      const asked = console?.client.tool.listMcp({ url: `${services.origin}/${listing}`, allowsLocal: true });
      if ((await asked)?.ok === true) listed += 1;
      else refused += 1;
    }
  }
  // This one is refused when its time is over, behind everybody's back.
  void console?.client.tool.listMcp({ url: `${services.origin}/endless`, allowsLocal: true }).catch(() => undefined);
  await pause(seconds * 300);
  return `${String(listed)} listings read, ${String(refused)} refused`;
}

async function publishBadSchemas({ console }: FaultScene): Promise<string> {
  if (console === undefined) return '';
  const refusals: string[] = [];
  for (const properties of [{ a: { $ref: '#' } }, { a: { $ref: '#/$defs/none' } }]) {
    const tool = { ...script('bad', ''), parameters: { type: 'object', properties } };
    refusals.push((await tryToStaff(console.client, [tool])) ?? 'published');
  }
  if (refusals.includes('published')) throw new Error(`A schema without end was published`);
  return `${String(refusals.length)} refused at the door`;
}

async function saveLongDrafts({ console, seconds }: FaultScene): Promise<string> {
  const untilMs = Date.now() + seconds * 800;
  const counts = new Map<string, number>();
  while (Date.now() < untilMs && console !== undefined) {
    const { agent } = console.client;
    const made = await agent.create({ name: 'Long' });
    if (!made.ok) {
      counts.set(made.code, (counts.get(made.code) ?? 0) + 1);
      await pause(100);
      continue;
    }
    const { id, draft } = made.agent;
    const profile = { ...BLANK_PROFILE, name: 'Long', instructions: 'x'.repeat(DRAFT_CHARS) };
    const saved = await agent.saveDraft({ id, profile, revision: draft.revision });
    const outcome = saved.ok ? 'kept' : saved.code;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    await agent.remove({ id });
    await pause(50);
  }
  return [...counts].map(([outcome, count]) => `${String(count)} × ${outcome}`).join(', ');
}

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AilingDisk, fillDisk } from '../process/ailing-disk';
import type { End } from '../process/child';
import { monotonicClock } from '../process/monotonic-clock';
import { openSurroundings, startSubject, TOOLS, type Surroundings } from './setting';

/** Modes of Switchboard whose exits are timed. */
export type Mode = 'serve' | 'desktop';

const STATES = ['under load', 'dirty heap', 'full disk', 'stuck disk'] as const;

/** State in which a process is told to end; callers talk in each. */
type State = (typeof STATES)[number];

/**
 * Longest time from the signal to the end; ms. Serve mode promises 5 s. The desktop app gives its windows one second before
 * its 5 s begin, and is killed after 7 s, by a thread that a busy machine starts within one more.
 */
const PROMISED_MS: Readonly<Record<Mode, number>> = { serve: 5000, desktop: 8000 };
/** Time that a busy machine may add before the kernel reports the end; ms. */
const SLACK_MS = 500;
/** Time after which a process that did not end is killed by us, and counts as one that never ends; ms. */
const HOPELESS_MS = 20_000;
const CALLS = 3;
/** Exits that go on at once: one whose disk is stuck waits, and costs no processor. */
const LANES: Readonly<Record<Mode, number>> = { serve: 3, desktop: 2 };
const SIGNALS: Readonly<Record<Mode, readonly NodeJS.Signals[]>> = {
  serve: ['SIGTERM', 'SIGINT', 'SIGHUP'],
  desktop: ['SIGTERM'],
};
/** Disk trouble begins so long before the signal; ms. */
const AILING_MS = 200;

/** All exits of one state. */
export interface ExitRun {
  readonly mode: Mode;
  readonly state: State;
  readonly tookMs: readonly number[];
  /** Ends counted by their code or signal. */
  readonly ends: ReadonlyMap<string, number>;
  readonly broken: readonly string[];
}

interface Exit {
  readonly state: State;
  readonly tookMs: number;
  readonly end: string;
}

interface Running {
  readonly pid: number;
  readonly ended: Promise<End>;
  signal(name: NodeJS.Signals): void;
}

/** Ends Switchboard `times` times, as often in each state. */
export async function exitStage(mode: Mode, times: number): Promise<readonly ExitRun[]> {
  const desktop = mode === 'desktop' ? prepareDesktop() : undefined;
  const exits: Exit[] = [];
  let begun = 0;
  const lane = async (): Promise<void> => {
    const around = await openSurroundings({ route: '/twiml', model: { echoes: false, answersMs: [[600]] } });
    try {
      while (begun < times) {
        const number = begun++;
        exits.push(await exitOnce(around, { mode, number, desktop }));
      }
    } finally {
      await around.close();
    }
  };
  await Promise.all(Array.from({ length: LANES[mode] }, lane));
  return STATES.map((state) => summary(mode, state, exits));
}

interface Plan {
  readonly mode: Mode;
  readonly number: number;
  readonly desktop: Desktop | undefined;
}

async function exitOnce(around: Surroundings, { mode, number, desktop }: Plan): Promise<Exit> {
  const state = STATES[number % STATES.length] ?? 'under load';
  const dataFolder = await around.makeFolder();
  const disk = new AilingDisk(await around.makeFolder());
  const preloads = [
    ...(state === 'dirty heap' ? [path.join(TOOLS, 'dirty-heap.cjs')] : []),
    ...(state === 'stuck disk' || state === 'full disk' ? disk.options.preloads : []),
  ];
  const env = state === 'stuck disk' ? disk.options.env : {};
  let running: Running;
  let closeConsole = (): void => undefined;
  if (desktop === undefined) {
    const { subject, console } = await startSubject(around, { dataFolder, preloads, env });
    running = subject;
    closeConsole = () => console?.close();
  } else running = startDesktop(desktop, { dataFolder, preloads, env: { ...around.environment, ...env } });

  const failed = running.ended.then(({ code, signal }) => {
    throw new Error(`${mode} ended with ${String(code ?? signal)} before it was told to (${state})`);
  });
  failed.catch(() => undefined);
  await around.load.ask.beginCrowd({ calls: CALLS });
  await Promise.race([around.load.ask.untilCrowdTalks({ calls: CALLS }), failed]);
  if (state === 'full disk') fillDisk(running.pid, true);
  if (state === 'stuck disk') disk.stick();
  if (state !== 'under load') await setTimeout(AILING_MS);

  const signals = SIGNALS[mode];
  const toldAtMs = monotonicClock.nowMs();
  running.signal(signals[Math.floor(number / STATES.length) % signals.length] ?? 'SIGTERM');
  const hopeless = new AbortController();
  const cut = setTimeout(HOPELESS_MS, undefined, { signal: hopeless.signal }).then(
    () => running.signal('SIGKILL'),
    () => undefined,
  );
  const { code, signal, atMs } = await running.ended;
  hopeless.abort();
  await cut;
  closeConsole();
  await around.load.ask.endCrowd(undefined);
  return { state, tookMs: atMs - toldAtMs, end: String(code ?? signal) };
}

function summary(mode: Mode, state: State, exits: readonly Exit[]): ExitRun {
  const own = exits.filter((exit) => exit.state === state);
  const ends = new Map<string, number>();
  for (const { end } of own) ends.set(end, (ends.get(end) ?? 0) + 1);
  const late = own.filter(({ tookMs }) => tookMs > PROMISED_MS[mode] + SLACK_MS).length;
  const odd = own.filter(({ end }) => end !== '0' && !(state === 'stuck disk' && end === 'SIGKILL')).length;
  return {
    mode,
    state,
    tookMs: own.map(({ tookMs }) => tookMs),
    ends,
    broken: [
      ...(late > 0 ? [`${String(late)} took longer than ${String(PROMISED_MS[mode])} ms`] : []),
      ...(odd > 0 ? [`${String(odd)} did not end in order`] : []),
    ],
  };
}

interface Desktop {
  readonly electron: string;
  readonly display: string;
}

/** Builds the app for the Electron that runs here. @throws Error where there is no display */
function prepareDesktop(): Desktop {
  const display = process.env['DISPLAY'] ?? '';
  if (process.platform === 'linux' && display === '')
    throw new Error('The desktop app needs a display: set DISPLAY, or start this with xvfb-run');
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  const electron = execFileSync(process.execPath, ['scripts/electron.mjs'], { encoding: 'utf8' }).trim();
  return { electron, display };
}

interface DesktopOptions {
  readonly dataFolder: string;
  readonly preloads: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function startDesktop({ electron, display }: Desktop, { dataFolder, preloads, env }: DesktopOptions): Running {
  const { PATH = '', HOME = '' } = process.env;
  const switches = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'];
  const loaded = preloads.flatMap((file) => ['-r', file]);
  const child = spawn(electron, [...loaded, ...switches, `--user-data-dir=${dataFolder}`, process.cwd()], {
    env: { PATH, HOME, DISPLAY: display, ...env },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    atMs: monotonicClock.nowMs(),
  }));
  return { pid: child.pid ?? 0, ended, signal: (name) => void child.kill(name) };
}

import os from 'node:os';
import { parseArgs } from 'node:util';
import {
  cutTable,
  echoTable,
  interruptionTable,
  medianRatio,
  scriptTable,
  slowModelTable,
  soundTable,
  type EchoPair,
} from './report/tables';
import { exitVerdict, faultVerdict, killVerdict, listingVerdict, type Verdict } from './report/promise-tables';
import { cutStage } from './stages/cut-stage';
import { echoStage } from './stages/echo-stage';
import { exitStage } from './stages/exit-stage';
import { faultStage, type FaultRun } from './stages/fault-stage';
import { interruptionStage } from './stages/interruption-stage';
import { killStage } from './stages/kill-stage';
import { listingStage } from './stages/listing-stage';
import { scriptStage } from './stages/script-stage';
import { soundStage } from './stages/sound-stage';

const USAGE = `npm run bench -- [--only traffic|slow-model|interruptions|cuts|scripts|sound] [--calls 50 --seconds 60 [--times 5] [--together]] | --only cuts [--times 2]
npm run bench -- --only faults [--fault log] | --only listings [--times 1000] | --only kills [--times 200] | --only exits|desktop-exits [--times 400]: exit with 1 when a promise is broken`;
const PARTS = ['traffic', 'slow-model', 'interruptions', 'cuts', 'scripts', 'sound'] as const;
/** Load of each traffic round: number of calls and seconds. */
const ROUNDS: readonly (readonly [calls: number, seconds: number])[] = [
  [50, 60],
  [100, 20],
  [200, 20],
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    fault: { type: 'string' },
    calls: { type: 'string' },
    seconds: { type: 'string' },
    times: { type: 'string' },
    together: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const asked = values.calls === undefined ? undefined : Number(values.calls);
const times = values.times === undefined ? undefined : Number(values.times);
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);

const measure: Readonly<Record<(typeof PARTS)[number], () => Promise<string>>> = {
  traffic: async () => {
    const pairs: EchoPair[] = [];
    const rounds = asked === undefined ? ROUNDS : Array.from({ length: times ?? 1 }, () => [asked, 60] as const);
    for (const [calls, usualSeconds] of rounds) {
      const span = seconds ?? usualSeconds;
      pairs.push({ ...(await bothSides(calls, span)), seconds: span });
    }
    const isRepeated = rounds.length > 1 && asked !== undefined;
    return isRepeated ? `${echoTable(pairs)}\n\n${medianRatio(pairs)}` : echoTable(pairs);
  },
  'slow-model': async () => slowModelTable(await echoStage('switchboard', asked ?? 20, seconds ?? 5, 1000)),
  interruptions: async () => interruptionTable(await interruptionStage(asked ?? 50, seconds ?? 60)),
  cuts: async () => {
    const each = times ?? 2;
    return cutTable([...(await cutStage(0, each)), ...(await cutStage(100, each))]);
  },
  scripts: async () => scriptTable(await scriptStage(times ?? 10)),
  sound: async () => soundTable(await soundStage()),
};

/** Measures both sides in turn or, with `--together`, at once: whatever else the machine does then affects both alike. */
async function bothSides(calls: number, span: number): Promise<Omit<EchoPair, 'seconds'>> {
  if (values.together !== true) {
    const raw = await echoStage('raw forward', calls, span);
    return { raw, product: await echoStage('switchboard', calls, span) };
  }
  const [raw, product] = await Promise.all([
    echoStage('raw forward', calls, span),
    echoStage('switchboard', calls, span),
  ]);
  return { raw, product };
}

/** Runs that are only done when asked for, and that fail when a promise is broken. */
const prove: Readonly<Record<string, () => Promise<Verdict>>> = {
  faults: async () => {
    const tell = ({ name, broken }: FaultRun): void => console.error(`${name}: ${broken.join('; ') || 'kept'}`);
    return faultVerdict(await faultStage(values.fault ?? '', tell));
  },
  listings: async () => listingVerdict(await listingStage(times ?? 1000)),
  kills: async () => killVerdict(await killStage(times ?? 200)),
  exits: async () => exitVerdict(await exitStage('serve', times ?? 400)),
  'desktop-exits': async () => exitVerdict(await exitStage('desktop', times ?? 40)),
};

async function run(): Promise<void> {
  const cpus = os.cpus();
  console.log(
    `${String(cpus.length)} × ${cpus[0]?.model.trim() ?? 'CPU'}, Node ${process.version}, ${process.platform}\n`,
  );
  const proof = prove[values.only ?? ''];
  if (proof !== undefined) {
    const fromLoad = os.loadavg()[0] ?? 0;
    const { text, isKept } = await proof();
    const toLoad = os.loadavg()[0] ?? 0;
    console.log(
      `### ${String(values.only)}\n\n${text}\n\nLoad of the machine: ${fromLoad.toFixed(1)} to ${toLoad.toFixed(1)}\n`,
    );
    if (!isKept) process.exitCode = 1;
    return;
  }
  for (const part of PARTS) {
    if (values.only !== undefined && values.only !== part) continue;
    console.log(`### ${part}\n\n${await measure[part]()}\n`);
  }
}

if (values.help === true) {
  console.log(USAGE);
} else {
  run().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}

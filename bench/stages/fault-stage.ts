import { staffSecondLine } from '../console/second-line';
import { openHostileServices } from '../faults/hostile-services';
import { FAULTS, type Fault } from '../faults/faults';
import type { EchoResult } from '../load/echo-load';
import { AilingDisk, openBadLog } from '../process/ailing-disk';
import type { Usage } from '../probe';
import { openSurroundings, startSubject } from './setting';

/** Calls beside each fault, which must not feel it. */
const CONTROL_CALLS = 3;
const SETTLE_SECONDS = 4;
const SECONDS = 6;
/** Longest round trip of 99 frames in 100, in ms: a phone still plays without a gap what comes so late. */
const MAX_P99_MS = 50;
const CROWD_CALLS = 2;

/** One fault and the calls beside it. */
export interface FaultRun {
  readonly name: string;
  readonly control: EchoResult | undefined;
  readonly usage: Usage | undefined;
  readonly crowdCalls: number;
  /** By what the fault was felt. */
  readonly felt: string;
  /** Promises it broke, in words; none if it cost nobody anything. */
  readonly broken: readonly string[];
}

/** Runs each fault against a Switchboard of its own, with calls beside it. `only`: those with this text in their name. */
export async function faultStage(only: string, tell: (run: FaultRun) => void): Promise<readonly FaultRun[]> {
  const runs: FaultRun[] = [];
  for (const fault of FAULTS.filter(({ name }) => name.includes(only))) {
    const run = await runFault(fault).catch((error: unknown) => failed(fault, error));
    runs.push(run);
    tell(run);
  }
  return runs;
}

function failed({ name }: Fault, error: unknown): FaultRun {
  const why = error instanceof Error ? error.message : String(error);
  return { name, control: undefined, usage: undefined, crowdCalls: 0, felt: '', broken: [why.slice(0, 300)] };
}

async function runFault(fault: Fault): Promise<FaultRun> {
  const around = await openSurroundings({
    route: '/twiml',
    model: { echoes: CONTROL_CALLS, answersMs: [[600]], ...fault.model },
  });
  try {
    const services = await openHostileServices();
    around.onClose(() => services.close());
    const dataFolder = await around.makeFolder();
    const disk = new AilingDisk(await around.makeFolder());
    const log = fault.log === undefined ? undefined : openBadLog(await around.makeFolder(), fault.log);
    const seen = new Map<string, number>();
    const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);
    const served = await startSubject(around, {
      ...disk.options,
      dataFolder,
      stderr: log?.fd,
      see: ({ event }) => {
        count(event.type);
        if (event.type === 'tool.failed') count(`tool.failed ${event.failure}`);
        if (event.type === 'journal.changed') {
          count(`journal.changed ${event.state}`);
          count(`journal.changed ${event.code ?? ''}`);
        }
      },
    });
    log?.close();
    const { subject, console } = served;
    around.onClose(() => subject.stop());
    around.onClose(() => console?.close());

    const { load } = around;
    await load.ask.dialEchoes({ calls: CONTROL_CALLS });
    const tools = fault.tools?.(services);
    if (tools !== undefined && console !== undefined) await staffSecondLine(console.client, tools);
    await load.ask.measureEchoes({ seconds: SETTLE_SECONDS });
    await subject.ask.begin(undefined);
    seen.clear();
    await load.ask.beginCrowd(fault.crowd ?? { calls: CROWD_CALLS });
    const [acted = ''] = await Promise.all([
      fault.act?.({ ...served, services, disk, seconds: SECONDS }),
      load.ask.measureEchoes({ seconds: SECONDS }),
    ]);
    const crowd = await load.ask.endCrowd(undefined);
    const usage = await subject.ask.end(undefined);
    const control = await load.ask.finishEchoes(undefined);
    console?.close();
    const code = await subject.stop();

    const shown = fault.felt(seen);
    const broken = [...brokenBy(control)];
    if (shown === undefined) broken.push(`the fault was not felt: ${[...seen.keys()].join(' ')}`);
    if (code !== 0) broken.push(`it ended with ${String(code)}`);
    const felt = [acted, shown ?? ''].filter((text) => text !== '').join('; ');
    return { name: fault.name, control, usage, crowdCalls: crowd.calls, felt, broken };
  } finally {
    await around.close();
  }
}

function brokenBy({ frames, roundTripMs, complaints }: EchoResult): readonly string[] {
  const { sent, lost, doubled, misrouted, disordered, damaged } = frames;
  const wrong = Object.entries({ lost, doubled, misrouted, disordered, damaged }).filter(([, count]) => count > 0);
  return [
    ...wrong.map(([kind, count]) => `${String(count)} frames ${kind}`),
    ...(sent === 0 ? ['no frame was sent'] : []),
    ...(roundTripMs.p99 > MAX_P99_MS ? [`p99 over ${String(MAX_P99_MS)} ms`] : []),
    ...complaints,
  ];
}

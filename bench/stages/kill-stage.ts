import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Recorded } from '../../src/shared/call/events';
import { readEvents } from '../../src/main/store/store.fixture';
import { openSurroundings, startSubject, type Surroundings } from './setting';

const CALLS = 4;
/** Kills of one data folder: each next start repairs what the one before left behind. */
const KILLS_PER_FOLDER = 20;
const SHORTEST_LIFE_MS = 50;
const LONGEST_LIFE_MS = 1500;
/** Time for what had left the process to reach the console; ms. */
const ARRIVAL_MS = 50;

/** Sums over all kills. */
export interface KillRun {
  readonly kills: number;
  /** Events that a console was shown before its process was killed. */
  readonly shown: number;
  /** Those of them that the journal does not have, or has otherwise. */
  readonly lost: readonly string[];
  /** Events shown under the word that they are not stored. */
  readonly marked: number;
  /** Kills after which the journal has a gap. */
  readonly gaps: number;
}

/** Kills a served Switchboard so often, while callers talk and a console watches, and looks what the journal has. */
export async function killStage(times: number): Promise<KillRun> {
  const around = await openSurroundings({ route: '/twiml', model: { echoes: false, answersMs: [[400], [900]] } });
  const sums = { shown: 0, marked: 0, gaps: 0 };
  const lost: string[] = [];
  try {
    await around.load.ask.beginCrowd({ calls: CALLS });
    let dataFolder = '';
    for (let kill = 0; kill < times; kill += 1) {
      if (kill % KILLS_PER_FOLDER === 0) dataFolder = await around.makeFolder();
      const { stored, marked } = await killOnce(around, dataFolder);
      const journal = new Map(readEvents(dataFolder).map((event) => [event.seq, event]));
      sums.shown += stored.length;
      sums.marked += marked;
      for (const event of stored) {
        if (!isDeepStrictEqual(journal.get(event.seq), JSON.parse(JSON.stringify(event))))
          lost.push(`kill ${String(kill + 1)}: ${String(event.seq)} ${event.event.type}`);
      }
      if (Math.max(0, ...journal.keys()) !== journal.size) sums.gaps += 1;
    }
    await around.load.ask.endCrowd(undefined);
    return { kills: times, ...sums, lost };
  } finally {
    await around.close();
  }
}

async function killOnce(around: Surroundings, dataFolder: string): Promise<{ stored: Recorded[]; marked: number }> {
  const stored: Recorded[] = [];
  let marked = 0;
  let isBehind = false;
  const { subject, console } = await startSubject(around, {
    dataFolder,
    see: (event) => {
      if (event.event.type === 'journal.changed') isBehind = event.event.state === 'behind';
      if (isBehind) marked += 1;
      else stored.push(event);
    },
  });
  await around.load.ask.untilCrowdTalks({ calls: 1 });
  await setTimeout(SHORTEST_LIFE_MS + Math.random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS));
  subject.signal('SIGKILL');
  await subject.ended;
  await setTimeout(ARRIVAL_MS);
  console?.close();
  return { stored, marked };
}

import { CUT_CASES, type CutCase } from './cut-cases';
import { openSetting, type Setting } from './setting';

/** One of the agent's items in an interrupted call. */
export interface CutItem {
  readonly heardMs: number;
  readonly sentMs: number;
  /** Position at which the bridge truncated the item; null if it did not. */
  readonly cutAtMs: number | null;
  /** Audio the model believes was heard, minus the audio that was heard; ms. */
  readonly offMs: number;
}

export interface CutRun {
  readonly name: string;
  readonly oneWayDelayMs: number;
  readonly items: readonly CutItem[];
  readonly clears: number;
  /** Events that the model or the carrier refused. */
  readonly refusals: readonly string[];
}

/** Runs each case `times` times over a network of the given delay. */
export async function cutStage(oneWayDelayMs: number, times: number): Promise<readonly CutRun[]> {
  const setting = await openSetting({
    subject: 'switchboard',
    oneWayDelayMs,
    model: { echoes: false, answersMs: [[1]] },
  });
  try {
    const runs: CutRun[] = [];
    for (const each of CUT_CASES) {
      for (let time = 0; time < times; time += 1) runs.push(await cutOnce(setting, each, oneWayDelayMs));
    }
    return runs;
  } finally {
    await setting.close();
  }
}

async function cutOnce(setting: Setting, cutCase: CutCase, oneWayDelayMs: number): Promise<CutRun> {
  const { load, model } = setting;
  const { name, afterHeardMs, asksFirst, afterTheEnd } = cutCase;
  await setting.restartModel({ ...cutCase.model, echoes: false });
  await load.ask.beginCut({ afterHeardMs, asksFirst, afterTheEnd });
  if (cutCase.atOnce === true) await model.ask.hearSpeech(undefined);
  else await load.ask.speakForCut(undefined);
  const { heardMs, clears, complaints } = await load.ask.finishCut(undefined);
  const session = (await model.ask.sessions(undefined)).at(-1);
  const items = (session?.items ?? []).map(({ sentMs, cutAtMs }, index) => {
    const heard = heardMs[index] ?? 0;
    return { heardMs: heard, sentMs, cutAtMs, offMs: (cutAtMs ?? sentMs) - heard };
  });
  return { name, oneWayDelayMs, items, clears, refusals: [...(session?.refusals ?? []), ...complaints] };
}

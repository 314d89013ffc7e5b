import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import { Crowd, type CrowdPlan, type CrowdResult } from './load/crowd';
import { CutCaller, type CutPlan, type CutResult } from './load/cut-caller';
import { EchoLoad, type EchoResult } from './load/echo-load';
import { Switch, type SwitchOptions } from './load/switch';
import { TalkLoad, type Clears } from './load/talk-load';
import { answerParent } from './process/methods';

interface Callers {
  readonly carrier: Switch;
  readonly echo: EchoLoad;
  readonly talk: TalkLoad;
  readonly cut: CutCaller;
  readonly crowd: Crowd;
}

const clips = loadClips(path.resolve('resources/clips'));
let callers: Callers | undefined;

export const loadMethods = {
  open: async (options: SwitchOptions): Promise<{ apiUrl: string }> => {
    const carrier = await Switch.open(options);
    callers = {
      carrier,
      echo: new EchoLoad(carrier),
      talk: new TalkLoad(carrier, clips),
      cut: new CutCaller(carrier, clips),
      crowd: new Crowd(carrier, clips),
    };
    return { apiUrl: carrier.apiUrl };
  },
  dialEchoes: ({ calls }: { calls: number }): Promise<void> => opened().echo.dial(calls),
  measureEchoes: ({ seconds }: { seconds: number }): Promise<void> => opened().echo.measure(seconds),
  finishEchoes: (): Promise<EchoResult> => opened().echo.finish(),
  talk: ({ calls, seconds }: { calls: number; seconds: number }): Promise<readonly Clears[]> =>
    opened().talk.run(calls, seconds),
  beginCrowd: (plan: CrowdPlan): Promise<void> => opened().crowd.begin(plan),
  untilCrowdTalks: ({ calls }: { calls: number }): Promise<void> => opened().crowd.untilTalking(calls),
  endCrowd: (): Promise<CrowdResult> => opened().crowd.end(),
  beginCut: (plan: CutPlan): Promise<void> => opened().cut.begin(plan),
  speakForCut: (): void => opened().cut.speak(),
  finishCut: (): Promise<CutResult> => opened().cut.finish(),
};

export type LoadMethods = typeof loadMethods;

function opened(): Callers {
  if (callers === undefined) throw new Error('The carrier is not open');
  return callers;
}

answerParent(loadMethods);

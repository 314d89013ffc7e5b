import { EchoLoad, type EchoResult } from './load/echo-load';
import { Switch, type SwitchOptions } from './load/switch';
import { answerParent } from './process/methods';

let carrier: Switch | undefined;
let echo: EchoLoad | undefined;

export const loadMethods = {
  open: async (options: SwitchOptions): Promise<{ apiUrl: string }> => {
    carrier = await Switch.open(options);
    echo = new EchoLoad(carrier);
    return { apiUrl: carrier.apiUrl };
  },
  dialEchoes: ({ calls }: { calls: number }): Promise<void> => opened(echo).dial(calls),
  measureEchoes: ({ seconds }: { seconds: number }): Promise<void> => opened(echo).measure(seconds),
  finishEchoes: (): Promise<EchoResult> => opened(echo).finish(),
  close: async (): Promise<void> => {
    await carrier?.close();
    carrier = undefined;
    echo = undefined;
  },
};

export type LoadMethods = typeof loadMethods;

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The carrier is not open');
  return part;
}

answerParent(loadMethods);

import { startDemo } from '../simulator/demo/demo';
import { compose, type Switchboard } from './compose';
import type { Config } from './config';
import type { OpenStore } from './ports';

/** The same Switchboard with everything outside it simulated: no keys, no phone, callers who ring again and again. */
export async function composeDemo(config: Config, openStore: OpenStore, resourcesFolder: string): Promise<Switchboard> {
  const demo = await startDemo(resourcesFolder);
  const board = await compose(
    {
      ...config,
      isDemo: true,
      publicPort: 0,
      publicUrl: undefined,
      liveLines: demo.numbers,
      realtimeUrl: demo.realtimeUrl,
      twilioApiUrl: demo.twilioApiUrl,
      secrets: {
        openAiKey: demo.openAiKey,
        twilioAccountSid: demo.accountSid,
        twilioAuthToken: demo.authToken,
      },
    },
    openStore,
    demo.agent,
  );
  return {
    ...board,
    start: async () => {
      await board.start();
      demo.ring(board.publicUrl);
    },
    stop: async () => {
      await board.stop();
      await demo.close();
    },
  };
}

import { startDemo } from '../simulator/demo/demo';
import { compose, type Host, type Switchboard } from './compose';
import type { Config } from './config';

/** The same Switchboard with everything outside it simulated: no keys, no phone, callers who ring again and again. */
export async function composeDemo(config: Config, host: Host): Promise<Switchboard> {
  const demo = await startDemo(host.resourcesFolder);
  const simulated: Config = {
    ...config,
    isDemo: true,
    publicPort: 0,
    publicUrl: undefined,
    ngrokDomain: undefined,
    liveLines: demo.numbers,
    realtimeUrl: demo.realtimeUrl,
    twilioApiUrl: demo.carrier.apiUrl,
    keys: {
      openAiKey: demo.openAiKey,
      twilioAccountSid: demo.carrier.accountSid,
      twilioAuthToken: demo.carrier.authToken,
    },
  };
  const board = await compose(simulated, { ...host, cipher: undefined }, demo.agent);
  return {
    ...board,
    start: async () => {
      await board.start();
      demo.ring();
    },
    stop: async () => {
      await board.stop();
      await demo.close();
    },
  };
}

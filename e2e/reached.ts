import { startFaultyProxy, type FaultyProxy } from '../src/simulator/network/faulty-proxy';
import { test as base } from './console';

export { expect } from './console';

/** Playwright's `test` with a console behind the test's own tunnel, which can drop, stall and come back. */
export const test = base.extend<{ readonly tunnel: FaultyProxy }>({
  tunnel: async ({ publicPort }, use) => {
    const tunnel = await startFaultyProxy({ targetPort: publicPort });
    await use(tunnel);
    await tunnel.close();
  },

  environment: async ({ tunnel }, use) => use({ SWITCHBOARD_PUBLIC_URL: tunnel.url }),
});

import { test as base } from './console';
import { presetReturn } from './data-folder';

export { expect } from './console';

/** Longest wait for a disconnected operator that can be chosen. */
const LONGEST_RETURN_SECONDS = 120;

/**
 * Playwright's `test` for operators who are live to a caller while the page is busy. On a slow machine a busy page may send
 * no audio for longer than the usual 8 s. The agent would then rightly take the call back.
 */
export const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetReturn(dataFolder, LONGEST_RETURN_SECONDS);
    await use(dataFolder);
  },
});

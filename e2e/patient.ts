import { test as base } from './console';
import { presetReturn } from './data-folder';

export { expect } from './console';

/** The longest that a caller may be made to wait for an operator who was cut off. */
const LONGEST_RETURN_SECONDS = 120;

/**
 * Playwright's `test` for operators who are live to a caller while the page has much to do. A slow machine may give a busy page no
 * sound for longer than the usual 8 s, and the agent would rightly take the call back.
 */
export const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetReturn(dataFolder, LONGEST_RETURN_SECONDS);
    await use(dataFolder);
  },
});

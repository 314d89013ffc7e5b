/** Environment of a build for the borrowed runtime, Electron 25: Node 18.15 and Chromium 114. `electron.vite.config.ts` reads it. */
export const BORROWED_LEVEL = { SWITCHBOARD_BUILD_NODE: 'node18.15', SWITCHBOARD_BUILD_CHROMIUM: 'chrome114' };

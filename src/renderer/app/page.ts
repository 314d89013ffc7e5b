import { ActionRunner } from '../actions/action-runner';
import { ACTIONS } from '../actions/actions';
import { ScreenState } from '../actions/screen-state';
import type { Actions } from '../actions/use-actions';
import { createHeadsetEngine } from '../audio/engine';
import { HeadsetStore } from '../audio/headset/headset-store';
import { ConsoleConnection, type Surroundings } from '../client/console-connection';
import { createDesktopTransport, isDesktop } from '../client/desktop-transport';
import { PeerClock } from '../client/peer-clock';
import { createApi, type Api } from '../client/run';
import { createServedTransport } from '../client/served-transport';
import type { Services } from '../services/services';
import { AgentsStore } from '../stores/agents-store';
import { ConsoleStore, type Schedule } from '../stores/console-store';
import { LevelStore } from '../stores/level-store';
import { LinesStore } from '../stores/lines-store';
import { QuickTexts } from '../stores/quick-texts';
import { TextPracticeStore } from '../stores/text-practice-store';
import { SetupStore } from '../stores/setup-store';
import { showRefusal } from '../ui/refusal-toast';
import { Ticker } from '../ui/time/timer';

/**
 * Longest wait for an animation frame, in ms. A hidden page gets none, but its title and announcements should go on.
 */
const HIDDEN_FRAME_MS = 250;

/** Services, ticker and actions that the screens are built on. */
export interface Page {
  readonly services: Services;
  readonly ticker: Ticker;
  readonly actions: Actions;
  /** Leaves the main process for good. */
  close(): void;
}

/** Builds the page's services and connects them to the desktop app, or to the server the page came from. */
export function connectPage(page: Window): Page {
  const surroundings = surroundingsOf(page);
  const clock = new PeerClock(() => Date.now());
  const store = new ConsoleStore(schedulerOf(page));
  const levels = new LevelStore();
  const transport = isDesktop(page) ? createDesktopTransport(page) : createServedTransport(page);
  const api = createApi(() => connection.client);
  const consoleId = consoleIdOf(page, surroundings);
  const headset = createHeadset(page, surroundings, api, consoleId);
  const connection = new ConsoleConnection({
    transport,
    store,
    levels,
    clock,
    surroundings,
    audio: headset.line,
  });
  const textPractice = new TextPracticeStore(api);
  store.subscribe(() => {
    const { calls } = store.get().console;
    headset.setCalls(calls);
    textPractice.setCalls(calls);
  });
  const setup = new SetupStore(api.query);
  const agents = new AgentsStore(api.query, surroundings.after);
  loadWhenConnected(store, setup);
  followAgents(store, agents);
  void connection.run();
  const services: Services = {
    consoleId,
    store,
    levels,
    ...api,
    quickTexts: new QuickTexts(page.localStorage),
    setup,
    lines: new LinesStore(api.query),
    agents,
    headset,
    textPractice,
    now: clock.now,
    connection,
  };
  const close = (): void => connection.stop();
  return { services, ticker: new Ticker(clock.now), actions: createActions(services), close };
}

function createActions({ store, headset, run, query }: Services): Actions {
  const screen = new ScreenState();
  const parts = { actions: ACTIONS, console: store, headset, screen, run, query, refuse: showRefusal };
  return { screen, runner: new ActionRunner(parts) };
}

/** Key of the console's id in the storage of its tab or window, which outlives a reload. */
const CONSOLE_ID = 'console';

function consoleIdOf({ sessionStorage }: Window, surroundings: Surroundings): string {
  const kept = sessionStorage.getItem(CONSOLE_ID);
  if (kept !== null) return kept;
  const id = surroundings.newId();
  sessionStorage.setItem(CONSOLE_ID, id);
  return id;
}

function createHeadset(page: Window, surroundings: Surroundings, api: Api, consoleId: string): HeadsetStore {
  return new HeadsetStore({
    headsetId: surroundings.newId(),
    consoleId,
    createEngine: createHeadsetEngine,
    api,
    after: surroundings.after,
    memory: page.localStorage,
    language: /^[a-z]{2}/.exec(page.navigator.language.toLowerCase())?.[0] ?? 'en',
  });
}

/**
 * Loads the set-up whenever the page connects: another window, or a restart, may have changed the user's choices
 * meanwhile.
 */
function loadWhenConnected(store: ConsoleStore, setup: SetupStore): void {
  let was = store.get().link.name;
  store.subscribe(() => {
    const is = store.get().link.name;
    if (is === 'connected' && was !== is) void setup.load();
    was = is;
  });
}

/**
 * Loads the agents when the page connects or the library changes: another console, or a restart, may have changed it.
 */
function followAgents(store: ConsoleStore, agents: AgentsStore): void {
  let seen = '';
  store.subscribe(() => {
    const { link, console } = store.get();
    const is = `${link.name} ${String(console.agentsSeq)}`;
    if (link.name === 'connected' && seen !== is) void agents.load();
    seen = is;
  });
}

function surroundingsOf(page: Window): Surroundings {
  return {
    after: (delayMs, run) => {
      const timer = page.setTimeout(run, delayMs);
      return () => page.clearTimeout(timer);
    },
    random: Math.random,
    newId: () =>
      Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/**
 * Creates a schedule that runs a task on the next animation frame. A task is never run twice, and never lost when the
 * page is hidden in between.
 */
function schedulerOf(page: Window): Schedule {
  return (task) => {
    let frame = 0;
    let timer = 0;
    const run = (): void => {
      page.cancelAnimationFrame(frame);
      page.clearTimeout(timer);
      task();
    };
    frame = page.requestAnimationFrame(run);
    timer = page.setTimeout(run, HIDDEN_FRAME_MS);
  };
}

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { HeadsetStore, HeadsetView } from '../audio/headset/headset-store';
import type { QuickTexts } from '../stores/quick-texts';
import type { AgentsStore, AgentsView } from '../stores/agents-store';
import type { ConsoleConnection } from '../client/console-connection';
import type { Api } from '../client/run';
import type { ConsoleStore, ConsoleView } from '../stores/console-store';
import type { LevelStore } from '../stores/level-store';
import type { LinesStore, LinesView } from '../stores/lines-store';
import type { TextPractice, TextPracticeStore } from '../stores/text-practice-store';
import type { Readable } from '../stores/store';
import type { SetupStore, SetupView } from '../stores/setup-store';

/** Stores and calls the screens stand on. Built once; outlives every screen. */
export interface Services extends Api {
  /** Console that others know this operator by. */
  readonly consoleId: string;
  readonly store: ConsoleStore;
  readonly levels: LevelStore;
  readonly quickTexts: QuickTexts;
  readonly setup: SetupStore;
  readonly lines: LinesStore;
  readonly agents: AgentsStore;
  readonly headset: HeadsetStore;
  readonly textPractice: TextPracticeStore;
  /** Epoch ms on the main process's clock, exact: for what moves by the frame. */
  readonly now: () => number;
  readonly connection: Pick<ConsoleConnection, 'retryNow'>;
}

const ServicesContext = createContext<Services | null>(null);

/** Hands the services to every screen below. */
export const ServicesProvider = ServicesContext.Provider;

/** The services. Throws outside of their provider. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('No services here');
  return services;
}

/** A part of a store; renders again when that part is another. `select` must return what the store holds, not a copy. */
export function useStore<T, Part>({ get, subscribe }: Readable<T>, select: (value: T) => Part): Part {
  return useSyncExternalStore(subscribe, () => select(get()));
}

/** A part of the console, as `useStore` reads it. */
export function useConsole<T>(select: (view: ConsoleView) => T): T {
  return useStore(useServices().store, select);
}

/** A part of what the user chose, as `useStore` reads it. */
export function useSetup<T>(select: (view: SetupView) => T): T {
  return useStore(useServices().setup, select);
}

/** A part of what is known of the lines, as `useStore` reads it. */
export function useLines<T>(select: (view: LinesView) => T): T {
  return useStore(useServices().lines, select);
}

/** A part of the operator's headset, as `useStore` reads it. */
export function useHeadset<T>(select: (view: HeadsetView) => T): T {
  return useStore(useServices().headset, select);
}

/** A part of the practice in writing of this page, as `useStore` reads it. */
export function useTextPractice<T>(select: (textPractice: TextPractice | null) => T): T {
  return useStore(useServices().textPractice, select);
}

/** A part of what is known of agents, as `useStore` reads it. */
export function useAgents<T>(select: (view: AgentsView) => T): T {
  return useStore(useServices().agents, select);
}

/** The operator's own quick texts, in their order. */
export function useQuickTexts(): readonly string[] {
  return useStore(useServices().quickTexts, (texts) => texts);
}

/** The line to the main process, as banners show it. */
export function useLink(): {
  readonly isConnected: boolean;
  /** Epoch ms of the next try while the line is lost, else null. */
  readonly retryAt: number | null;
  readonly onRetry: () => void;
} {
  const link = useConsole((view) => view.link);
  const { connection } = useServices();
  return {
    isConnected: link.name === 'connected',
    retryAt: link.name === 'lost' ? link.retryAt : null,
    onRetry: () => connection.retryNow(),
  };
}

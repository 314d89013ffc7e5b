import { spotlight } from '@mantine/spotlight';
import type { Call } from '../../shared/call/call';
import type { ActionContext, PageAction } from './action';

/** Hangs up the practice call of this console. */
export const hangUpPractice: PageAction = {
  id: 'hang-up-practice',
  label: 'Hang up',
  description: 'Hang up a practice call',
  group: 'All calls',
  scope: 'page',
  key: 'x',
  enabledWhen: (_call, view) => view.headset.practice?.name === 'on',
  perform: (_call, { headset }) => headset.practising.hangUp(),
};

/** Asks whom to call, and calls them. */
export const callOut: PageAction & { readonly label: string } = {
  id: 'call-out',
  label: 'Call out',
  description: 'Call out',
  group: 'All calls',
  scope: 'live',
  key: 'c',
  enabledWhen: () => true,
  perform: (_call, { screen }) => screen.openDialog({ name: 'dial' }),
};

/** Shows the call below in the list. */
export const nextCall: PageAction = {
  id: 'next-call',
  label: 'Next call',
  description: 'Next call',
  group: 'All calls',
  scope: 'live',
  key: 'j',
  otherKey: 'ArrowDown',
  written: ['J', '↓'],
  repeats: true,
  enabledWhen: () => true,
  perform: (_call, context) => go(context, (shown) => shown.next),
};

/** Shows the call above in the list. */
export const previousCall: PageAction = {
  id: 'previous-call',
  label: 'Previous call',
  description: 'Previous call',
  group: 'All calls',
  scope: 'live',
  key: 'k',
  otherKey: 'ArrowUp',
  written: ['K', '↑'],
  repeats: true,
  enabledWhen: () => true,
  perform: (_call, context) => go(context, (shown) => shown.previous),
};

/** Shows the next call that needs a person, wrapping round the list. */
export const nextInNeed: PageAction = {
  id: 'next-in-need',
  label: 'Next call that needs you',
  description: 'Next call that needs you',
  group: 'All calls',
  scope: 'live',
  key: 'n',
  enabledWhen: (_call, view) => (view.screen.shown?.inNeed ?? null) !== null,
  perform: (_call, context) => go(context, (shown) => shown.inNeed),
};

/** Moves the focus to the filter of the calls. */
export const filterCalls: PageAction = {
  id: 'filter-calls',
  label: 'Filter the calls',
  description: 'Filter the calls',
  group: 'All calls',
  scope: 'live',
  key: 'f',
  enabledWhen: (_call, view) => view.screen.boxes.has('call-filter'),
  perform: (_call, { screen }) => screen.focus('call-filter'),
};

/** Moves the focus to the line search. */
export const searchLines: PageAction = {
  id: 'search-lines',
  label: 'Search the lines',
  description: 'Search the lines',
  group: 'Switchboard',
  scope: 'page',
  key: '/',
  listed: 'help',
  enabledWhen: (_call, view) => view.screen.boxes.has('line-search'),
  perform: (_call, { screen }) => screen.focus('line-search'),
};

/** Finds words in the call that is shown, wherever in it they are. */
export const findInCall: PageAction = {
  id: 'find-in-call',
  label: 'Find in the transcript',
  description: 'Find in the transcript',
  group: 'All calls',
  scope: 'live',
  key: 'Mod+f',
  written: ['Mod', 'F'],
  enabledWhen: (_call, view) => view.screen.boxes.has('find'),
  perform: (_call, { screen }) => screen.focus('find'),
};

/** Copies all of the transcript that is shown, a line a turn. */
export const copyTranscript: PageAction & { readonly label: string } = {
  id: 'copy-transcript',
  label: 'Copy transcript',
  description: 'Copy the whole transcript',
  group: 'All calls',
  scope: 'live',
  key: 'y',
  enabledWhen: (_call, view) => (view.screen.shown?.call?.turns.length ?? 0) > 0,
  perform: (_call, { view }) => view.screen.shown?.copyTranscript(),
};

/** Opens the palette, which offers everything by name. */
export const openPalette: PageAction = {
  id: 'open-palette',
  label: 'Search',
  description: 'Everything by name',
  group: 'Switchboard',
  scope: 'page',
  key: 'Mod+k',
  written: ['Mod', 'K'],
  listed: 'help',
  enabledWhen: () => true,
  perform: () => spotlight.open(),
};

/** Shows every key and what it does. */
export const openHelp: PageAction & { readonly label: string } = {
  id: 'open-help',
  label: 'Shortcuts',
  description: 'These shortcuts',
  group: 'Switchboard',
  scope: 'page',
  key: '?',
  enabledWhen: () => true,
  perform: (_call, { screen }) => screen.openHelp(true),
};

type Shown = NonNullable<ActionContext['view']['screen']['shown']>;

function go({ view }: ActionContext, choose: (shown: Shown) => Call | null): void {
  const { shown } = view.screen;
  const to = shown === null ? null : choose(shown);
  if (to !== null) shown?.select(to.id);
}

import type { DeskEvent } from '../../../shared/call/events';
import type { State } from './state';
import { desk, WELL } from './told';

const MODEL = 'gpt-realtime-2.1';
const SHARED_KEY = { type: 'signing.changed', fault: 'no-shared-secret' } as const;
const LINE = { type: 'line.changed', number: '+14155550134', agentName: 'Front desk' } as const;

/** Top bar after these facts of the desk, the latest of which is two minutes old. */
function bar(name: string, shows: string, ...events: readonly DeskEvent[]): State {
  return { name: `top-bar-${name}`, at: '/settings/about', shows, events: [...WELL, ...desk(130, ...events)] };
}

/** States of the top bar: each word that a line, the tunnel and the model can have. */
export const TOP_BAR_STATES: readonly State[] = [
  { name: 'top-bar-nothing', at: '/settings/about', shows: 'no lines' },
  bar('well', 'live'),
  bar('going-live', 'going live', { ...LINE, state: 'going live', agentName: '', step: 'tunnel' }),
  bar('degraded', 'degraded', { ...LINE, state: 'degraded', problem: 'public-no-connection' }),
  bar('off', 'off', { ...LINE, state: 'off', agentName: '', problem: 'not-put-back' }),
  bar('tunnel-connecting', 'connecting', { type: 'tunnel.changed', kind: 'ngrok', state: 'connecting' }),
  bar('tunnel-failing', 'failing', {
    type: 'tunnel.changed',
    kind: 'this-machine',
    state: 'failing',
    publicUrl: 'http://127.0.0.1:9',
    detail: 'Nothing answers at the public URL. Check that your proxy or tunnel is running and leads to this machine.',
  }),
  {
    name: 'top-bar-before-any-call',
    at: '/settings/about',
    shows: 'this machine',
    events: desk(
      130,
      { type: 'tunnel.changed', kind: 'this-machine', state: 'ok', publicUrl: 'http://127.0.0.1:8080' },
      { type: 'modelService.changed', model: MODEL, state: 'ok', check: 'ok' },
    ),
  },
  {
    name: 'top-bar-no-keys',
    at: '/settings/about',
    shows: 'no key',
    events: desk(130, { type: 'modelService.changed', model: MODEL, state: 'failing', check: 'no-key' }),
  },
  bar('model-unproven', 'unproven', { type: 'modelService.changed', model: MODEL, state: 'unproven' }),
  bar('model-failing', 'failing', {
    type: 'modelService.changed',
    model: MODEL,
    state: 'failing',
    check: 'key-refused',
  }),
  bar('model-scarce', '90 % of its rate limit', {
    type: 'modelService.changed',
    model: MODEL,
    state: 'ok',
    usedPercent: 90,
  }),
  bar('not-kept', 'Calls are not being kept', {
    type: 'journal.changed',
    state: 'behind',
    code: 'SQLITE_FULL',
    lost: 0,
    refused: 0,
  }),
  { ...bar('signing', 'Twilio’s calls are refused', SHARED_KEY), at: '/settings/keys' },
  bar('journal-set-aside', 'Earlier calls were set aside', {
    type: 'journal.changed',
    state: 'ok',
    lost: 0,
    refused: 0,
    setAside: 'journal.sqlite.corrupt-1795000000000',
  }),
  bar(
    'many-lines',
    'more line',
    ...[1, 2, 3, 4, 5].map((digit): DeskEvent => ({ ...LINE, number: `+1415555010${String(digit)}`, state: 'live' })),
  ),
];

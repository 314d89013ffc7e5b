import { describe, expect, it } from 'vitest';
import { PRACTICE_WRITER, type Call } from '../../shared/call/call';
import { agentSpeaks, ANSWERED, callAfter, toolCalled } from '../../shared/call/call.fixture';
import { EMPTY_CONSOLE } from '../../shared/call/console';
import { snapshotMessages } from '../client/console.fixture';
import { createHeadset } from '../audio/headset/headset.fixture';
import { createApi } from '../client/run';
import { ConsoleStore } from '../stores/console-store';
import { keyNames } from '../ui/keyboard/key-names';
import { keysOf, type Action } from './action';
import { ActionRunner } from './action-runner';
import { ACTIONS, HELP } from './actions';
import { callOut, nextCall } from './page-actions';
import { ScreenState, type ShownCalls } from './screen-state';
import { takeOver } from './voice-actions';

const LIVE = callAfter(ANSWERED);
const TALKED_TO = callAfter([
  ...ANSWERED,
  { type: 'operator.tookOver', microphone: 'open' },
  { type: 'floor.changed', floor: 'operator', why: 'took-over' },
]);
const HELD = callAfter([...ANSWERED, { type: 'floor.changed', floor: 'nobody', why: 'held' }]);
const ENDED = callAfter([...ANSWERED, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }]);
const ASKING = callAfter([...ANSWERED, toolCalled('t')]);
const SPEAKING = callAfter([...ANSWERED, ...agentSpeaks('a', 'Hello there.')]);
const WRITTEN: Call = { ...LIVE, practice: true, from: PRACTICE_WRITER };

/** Connected page that shows this call, with a main process that records what it was told. */
async function page(call: Call | null = LIVE) {
  const { main, store: headset, connect, pass } = createHeadset();
  const connection = connect();
  const console = new ConsoleStore((task) => task());
  const calls = new Map(call === null ? [] : [[call.id, call]]);
  for (const message of snapshotMessages({ ...EMPTY_CONSOLE, calls })) console.receive(message);
  console.setLink({ name: 'connected' });
  const screen = new ScreenState();
  const refused: string[] = [];
  const runner = new ActionRunner({
    ...createApi(() => connection.client),
    actions: ACTIONS,
    console,
    headset,
    screen,
    refuse: (sentence) => void refused.push(sentence),
  });
  const selected: string[] = [];
  const show = (next: Call | null, more: Partial<ShownCalls> = {}): void =>
    screen.show({
      call: next,
      next: null,
      previous: null,
      inNeed: null,
      select: (id) => void selected.push(id),
      copyTranscript: () => undefined,
      ...more,
    });
  show(call);
  return { main, headset, screen, console, runner, refused, selected, show, connection, pass };
}

interface Pressing {
  readonly code?: string;
  readonly isRepeat?: boolean;
  readonly at?: number;
}

/** Presses a key; returns whether the page handled it. */
function press(runner: ActionRunner, key: string, { code = '', isRepeat = false, at = 0 }: Pressing = {}): boolean {
  let isTaken = false;
  const names = keyNames({ key, code, shiftKey: false, isAltGraph: false });
  runner.press({ names, place: code || key, isRepeat, at, take: () => (isTaken = true) });
  return isTaken;
}

describe('the list of actions', () => {
  it('names each of them once, and each key in the help', () => {
    expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
    const written = new Set(HELP.flatMap((row) => row.written).map((key) => key.toLowerCase()));
    const asWritten: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'esc' };
    const keys = ACTIONS.flatMap(keysOf).map((key) => (asWritten[key] ?? key.replace('Mod+', '')).toLowerCase());
    expect(keys.filter((key) => !written.has(key))).toEqual([]);
    expect(HELP.map(({ description }) => description)).toEqual([
      ...new Set(HELP.map(({ description }) => description)),
    ]);
  });

  it('has two with one key only where one of them can be done at a time', async () => {
    const all = ACTIONS.flatMap(keysOf);
    const isShared = (key: string): boolean => all.indexOf(key) !== all.lastIndexOf(key);
    const shared = ACTIONS.filter((action) => keysOf(action).some(isShared));
    expect(shared.map(({ id }) => id)).toEqual(['take-over', 'talk']);
    const { runner, headset, console, connection } = await page();
    const enabled = (): readonly string[] =>
      shared.filter((action) => runner.isEnabled(action, LIVE)).map(({ id }) => id);
    expect(enabled()).toEqual(['take-over']);
    await headset.takeOver(LIVE.id, 'push-to-talk');
    expect(enabled()).toEqual(['talk']);
    console.setLink({ name: 'connecting' });
    expect(enabled()).toEqual(['talk']);
    connection.close();
  });

  it.each([
    [
      'a call that goes on',
      LIVE,
      ['listen', 'whisper', 'speak-as-agent', 'take-over', 'hold', 'transfer', 'keypad', 'mute-agent', 'tools'],
    ],
    ['a held call', HELD, ['listen', 'whisper', 'speak-as-agent', 'take-over', 'hold', 'transfer', 'keypad', 'tools']],
    [
      'an operator’s call',
      TALKED_TO,
      ['listen', 'whisper', 'speak-as-agent', 'hand-back', 'hold', 'transfer', 'keypad', 'tools'],
    ],
    ['a call that is over', ENDED, []],
    ['a practice in writing', WRITTEN, ['whisper', 'speak-as-agent']],
  ])('offers by name what can be done to %s', async (_, call, ids) => {
    const { runner, connection } = await page(call);
    const end = call === ENDED ? [] : ['end-call'];
    const always = ['call-out', 'next-call', 'previous-call', 'open-help'];
    expect(runner.offered().map(({ id }) => id)).toEqual([...ids, ...end, ...always]);
    connection.close();
  });

  it('offers what the agent asks and what it says', async () => {
    const { runner, screen, show, connection } = await page(ASKING);
    expect(runner.offered().map(({ id }) => id)).toContain('answer');
    let answered = 0;
    press(runner, 'a');
    screen.offerBox('answer', () => answered++);
    expect(answered, 'the focus is there as soon as the box is').toBe(1);
    show(SPEAKING);
    expect(runner.offered().map(({ id }) => id)).toContain('stop-words');
    connection.close();
  });

  it('offers nothing of a call on another screen, nor while the line to the main process is lost', async () => {
    const { runner, screen, console, show, connection } = await page();
    screen.show(null);
    expect(runner.offered().map(({ id }) => id)).toEqual(['open-help']);
    show(LIVE);
    console.setLink({ name: 'lost', retryAt: 0 });
    expect(runner.offered().map(({ id }) => id)).toEqual(['call-out', 'next-call', 'previous-call', 'open-help']);
    connection.close();
  });
});

describe('a key', () => {
  it.each([
    ['a Russian keyboard', 'е', 'KeyT', 'transfer'],
    ['a Russian keyboard', 'щ', 'KeyO', 'tools'],
    ['a German keyboard', 't', 'KeyT', 'transfer'],
    ['a Dvorak keyboard', 't', 'KeyK', 'transfer'],
    ['a Dvorak keyboard', 'o', 'KeyS', 'tools'],
  ])('of %s: %s at %s opens %s', async (_, key, code, name) => {
    const { runner, screen, connection } = await page();
    expect(press(runner, key, { code })).toBe(true);
    expect(screen.get().dialog).toEqual({ name, callId: LIVE.id });
    connection.close();
  });

  it('of a French keyboard is a digit by its place, and a letter by its character', async () => {
    const { runner, screen, show, connection } = await page(TALKED_TO);
    press(runner, '&', { code: 'Digit1' });
    expect(screen.get().dialog).toMatchObject({ name: 'hand-back' });
    show(LIVE);
    press(runner, 'a', { code: 'KeyQ' });
    expect(runner.isEnabled(ACTIONS.find(({ id }) => id === 'mute-agent') as Action, LIVE), 'Q is not pressed').toBe(
      true,
    );
    connection.close();
  });

  it('does one thing: its character is stronger than its place', async () => {
    const { runner, screen, connection } = await page();
    runner.press({ names: ['c', 't'], place: 'KeyT', isRepeat: false, at: 0, take: () => undefined });
    expect(screen.get().dialog).toEqual({ name: 'dial' });
    screen.closeDialog();
    runner.press({ names: ['n', 'c'], place: 'KeyC', isRepeat: false, at: 0, take: () => undefined });
    expect(screen.get().dialog, 'nobody needs a person, and nobody is called either').toBeNull();
    connection.close();
  });

  it('of a Dvorak keyboard where E is elsewhere ends no call', async () => {
    const { runner, screen, connection } = await page();
    expect(press(runner, '.', { code: 'KeyE' })).toBe(false);
    expect(screen.get().ending).toBeNull();
    connection.close();
  });

  it('is kept from the browser where its act cannot be done, and left to it where there is none', async () => {
    const { runner, show, connection } = await page();
    expect(press(runner, ' '), 'nothing to stop').toBe(true);
    expect(press(runner, 'Escape'), 'nothing was asked').toBe(false);
    expect(press(runner, '/'), 'no lines here').toBe(false);
    show(ENDED);
    expect(press(runner, ' ')).toBe(false);
    connection.close();
  });

  it('that is kept down moves through the list, and does nothing else twice', async () => {
    const { runner, screen, selected, show, connection } = await page();
    show(LIVE, { next: callAfter(ANSWERED, 'two'), previous: callAfter(ANSWERED, 'three') });
    for (const key of ['j', 'ArrowDown', 'k', 'ArrowUp']) press(runner, key, { isRepeat: true });
    expect(selected).toEqual(['two', 'two', 'three', 'three']);
    expect(press(runner, 't', { isRepeat: true })).toBe(false);
    expect(screen.get().dialog).toBeNull();
    connection.close();
  });

  it('moves the focus to a box as long as it is there', async () => {
    const { runner, screen, connection } = await page(null);
    let focused = 0;
    const away = screen.offerBox('line-search', () => (focused += 1));
    expect(press(runner, '/')).toBe(true);
    away();
    press(runner, '/');
    expect(focused).toBe(1);
    connection.close();
  });
});

describe('the key that ends a call', () => {
  it('asks, and is answered by a second press that is no word with two Es', async () => {
    const { runner, screen, refused, connection } = await page();
    press(runner, 'e', { at: 1000 });
    expect(screen.get().ending).toMatchObject({ callId: LIVE.id, state: 'asked' });
    press(runner, 'e', { at: 1399 });
    expect(screen.get().ending).toMatchObject({ state: 'asked' });
    press(runner, 'e', { at: 1400 });
    expect(screen.get().ending).toEqual({ callId: LIVE.id, state: 'under way' });
    // This main process has no `call.end`, so nothing was done and the call can be ended again.
    await expect.poll(() => refused.length).toBe(1);
    expect(screen.get().ending).toBeNull();
    connection.close();
  });

  it('is taken back by Escape, which ends nothing that is under way', async () => {
    const { runner, screen, connection } = await page();
    press(runner, 'e');
    expect(press(runner, 'Escape')).toBe(true);
    expect(screen.get().ending).toBeNull();
    screen.beginEnding(LIVE.id);
    expect(press(runner, 'Escape')).toBe(false);
    expect(screen.get().ending).not.toBeNull();
    connection.close();
  });
});

describe('an act that is held', () => {
  it('begins with the key and ends with it, whatever else is pressed meanwhile', async () => {
    const { runner, headset, main, pass, connection } = await page();
    press(runner, 'ц', { code: 'KeyW' });
    await expect.poll(() => headset.get().dictation).toBe('listening');
    runner.lift('KeyJ');
    expect(headset.get().dictation).toBe('listening');
    runner.lift('KeyW');
    await expect
      .poll(() => {
        pass(200);
        return main.asked;
      })
      .toContain('finish');
    connection.close();
  });

  it.each(['another call is shown', 'the call is over', 'the window loses the keyboard'])(
    'ends when %s',
    async (how) => {
      const { runner, headset, console, show, connection } = await page();
      await headset.takeOver(LIVE.id, 'push-to-talk');
      press(runner, '6', { code: 'Digit6' });
      expect(headset.get().live?.talking).toBe(true);
      if (how === 'another call is shown') show(callAfter(ANSWERED, 'two'));
      else if (how === 'the window loses the keyboard') runner.lift(null);
      else headset.setCalls(new Map());
      console.setLink({ name: 'connected' });
      expect(headset.get().live?.talking ?? false).toBe(false);
      connection.close();
    },
  );
});

describe('performing', () => {
  it('marks an act as under way, and tells why it was refused', async () => {
    const { runner, main, screen, refused, connection } = await page();
    main.refusal = 'floor-taken';
    runner.perform(takeOver, LIVE);
    expect(screen.get().pending.size).toBe(1);
    expect(runner.isEnabled(takeOver, LIVE), 'not twice').toBe(false);
    await expect.poll(() => refused).toEqual(['Another operator has taken this call over.']);
    expect(screen.get().pending.size).toBe(0);
    connection.close();
  });

  it('by name does what can still be done', async () => {
    const { runner, screen, connection } = await page();
    runner.performByName(callOut);
    expect(screen.get().dialog).toEqual({ name: 'dial' });
    screen.show(null);
    runner.performByName(callOut);
    runner.performByName(nextCall);
    expect(screen.get().dialog).toBeNull();
    connection.close();
  });
});

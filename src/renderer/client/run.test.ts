import { describe, expect, expectTypeOf, it } from 'vitest';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import type { DialRefusal } from '../../shared/line/dial-refusal';
import { MAX_REQUEST_BYTES } from '../../shared/contract/request-limit';
import { createDesktopTransport } from './desktop-transport';
import { ScriptedMain } from './console.fixture';
import { NOT_DONE, NOT_REACHED, NOT_TAKEN, REFUSALS, TOO_LARGE } from './refusals/refusals';
import { createApi, createRun, type Query } from './run';

const CALL = { from: '+14155550134', to: '+12125550187', opening: '' };

/** Creates a `Run` whose main process gives this answer; null for one that is not reached. */
function actAnswered(answer: unknown) {
  const query = (async () =>
    answer === null ? { reached: false, refusal: NOT_REACHED } : { reached: true, value: answer }) as Query;
  return createRun(query);
}

describe('an act', () => {
  it('is done, or refused in words, or it is said that nobody answered', async () => {
    const connection = await new ScriptedMain().open();
    const { run } = createApi(() => connection.client);
    expect(await run((api) => api.call.end({ callId: 'one', when: 'now' }))).toEqual({ ok: true });
    const stopped = await run((api) => api.call.stopWords({ callId: 'one' }));
    expect(stopped).toEqual({ ok: false, sentence: REFUSALS['nothing-to-stop'] });
    expect(await run((api) => api.call.end({ callId: '', when: 'now' }))).toEqual({
      ok: false,
      sentence: NOT_TAKEN.sentence,
    });
    connection.close();
    const nobody = createApi(() => null);
    const unsent = await nobody.run((api) => api.operator.hold({ callId: 'one', held: true }));
    expect(unsent).toEqual({ ok: false, sentence: NOT_DONE });
  });

  it('brings what the contract says that it brings', async () => {
    const connection = await new ScriptedMain().open();
    const { run, query } = createApi(() => connection.client);
    const placed = await run((api) => api.operator.dial(CALL));
    expect(placed).toEqual({ ok: true, callId: 'call_out' });
    expectTypeOf(placed).toEqualTypeOf<
      { ok: true; callId: string } | { readonly ok: false; readonly sentence: string }
    >();
    const brief = await query((api) => api.operator.draftBrief({ callId: 'one' }));
    expect(brief).toEqual({ reached: true, value: { text: 'Caller: Hello', by: 'lines' } });
    connection.close();
    expect(await createApi(() => null).query((api) => api.tool.secrets())).toEqual({
      reached: false,
      refusal: NOT_REACHED,
    });
  });
});

describe('what is too large for one request', () => {
  it('is refused in words before it is sent, and the connection stays', async () => {
    const { port1, port2 } = new MessageChannel();
    const answering = new RPCHandler({ agent: { import: os.handler(({ input }) => JSON.stringify(input).length) } });
    answering.upgrade(port1);
    port1.start();
    const page = new EventTarget() as Window;
    Object.assign(page, {
      location: { origin: 'app://console' },
      postMessage: () => {
        const ports = [port2, new MessageChannel().port2];
        page.dispatchEvent(Object.assign(new Event('message'), { source: page, data: 'switchboard:port', ports }));
      },
    });
    const connection = await createDesktopTransport(page).open(new AbortController().signal);
    const { query } = createApi(() => connection.client);
    const sent = (chars: number) => query((api) => api.agent.import({ text: 'x'.repeat(chars) }));
    expect(await sent(MAX_REQUEST_BYTES)).toEqual({ reached: false, refusal: TOO_LARGE });
    expect(await sent(300_000)).toMatchObject({ reached: true });
    connection.close();
  });
});

describe('a version of an agent', () => {
  it('is applied to a call, or it is said why not', async () => {
    const connection = await new ScriptedMain().open();
    let isConnected = true;
    const { run } = createApi(() => (isConnected ? connection.client : null));
    const apply = (version: number) => run((api) => api.agent.applyToCall({ callId: 'c1', version }));
    expect(await apply(DEFAULT_AGENT.version)).toEqual({ ok: true });
    expect(await apply(9)).toMatchObject({ sentence: expect.stringContaining('cannot be read') as string });
    isConnected = false;
    expect(await apply(1)).toMatchObject({ sentence: expect.stringContaining('did not answer') as string });
    connection.close();
  });
});

describe('a call out', () => {
  const dialled = (answer: unknown) => actAnswered(answer)((api) => api.operator.dial(CALL));

  it('is a call, or a sentence with what to do and the carrier’s own code', async () => {
    expect(await dialled({ ok: true, callId: 'call_1' })).toEqual({ ok: true, callId: 'call_1' });
    const refusing = (code: DialRefusal, detail: string) => dialled({ ok: false, code, detail });
    expect(await refusing('to-not-verified', 'Twilio 21219')).toEqual({
      ok: false,
      sentence:
        'A trial account of Twilio calls only numbers that were verified. ' +
        'Verify the number in the Twilio console, or upgrade the account. (Twilio 21219)',
    });
    expect(await refusing('line-not-live', '')).toMatchObject({
      sentence: expect.stringMatching(/first\.$/) as string,
    });
  });

  it('of which nothing is heard may not have been placed', async () => {
    expect(await createApi(() => null).run((api) => api.operator.dial(CALL))).toEqual({
      ok: false,
      sentence: NOT_DONE,
    });
    expect(await dialled(null)).toEqual({ ok: false, sentence: NOT_DONE });
    const connection = await new ScriptedMain().open();
    connection.close();
    const gone = createApi(() => connection.client).run(() => Promise.reject(new Error('gone')));
    expect(await gone).toEqual({ ok: false, sentence: NOT_DONE });
  });
});

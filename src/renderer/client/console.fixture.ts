import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import type { CallEvent, Recorded } from '../../shared/call/events';
import { contract, type FeedMessage } from '../../shared/contract/contract';
import { toSnapshot } from '../../shared/contract/snapshot';
import { scriptedSetup, SetupScript } from '../stores/setup.fixture';
import { scriptedTools } from './tool.fixture';
import type { Connection, ConsoleClient } from './transport';

/** Event `call.rang`, as any call begins. */
export const RANG: Extract<CallEvent, { type: 'call.rang' }> = {
  type: 'call.rang',
  from: '+12125550187',
  to: '+14155550134',
  agent: { id: 'front-desk', name: 'Front desk', version: 12 },
  carrierCallId: 'CA1',
  practice: false,
};

/** Events of one call, numbered from `seq`, one every 100 ms from `at`. */
export function recorded(callId: string, events: readonly CallEvent[], seq = 1, at = 1000): readonly Recorded[] {
  return events.map((event, index) => ({ seq: seq + index, at: at + index * 100, callId, event }));
}

/** State of the console after these events. */
export function stateAfter(events: readonly Recorded[]): ConsoleState {
  return events.reduce(reduceConsole, EMPTY_CONSOLE);
}

/** Messages of a whole snapshot, with `batch` counted from 1. */
export function snapshotMessages(state: ConsoleState): readonly Exclude<FeedMessage, { type: 'levels' }>[] {
  return toSnapshot(state).map((part, index) => ({ type: 'snapshot', batch: index + 1, part }));
}

/** Fake main process: nothing but a list of messages for each feed, over a real MessagePort. */
export class ScriptedMain {
  /** Messages each feed yields, one list per feed; afterwards it stays silent. */
  readonly feeds: FeedMessage[][] = [];
  readonly acknowledged: number[] = [];
  opened = 0;
  /** User's choices and lines, as this main process has them. */
  readonly setup = new SetupScript();
  #ports: MessagePort[] = [];

  /** Opens a connection; its `close`, or `hangUp`, ends it. */
  readonly open = async (): Promise<Connection> => {
    this.opened++;
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    new RPCHandler(this.#router()).upgrade(port1);
    port1.start();
    const client: ConsoleClient = createORPCClient(new RPCLink({ port: port2 }));
    const closed = new Promise<void>((resolve) => port2.addEventListener('close', () => resolve()));
    port2.start();
    const openAudio = (): Promise<never> => Promise.reject(new Error('There is no audio here'));
    return { client, openAudio, closed, close: () => port2.close() };
  };

  /** Drops every open connection, as a process that ends does. */
  hangUp(): void {
    for (const port of this.#ports) port.close();
    this.#ports = [];
  }

  #router() {
    const main = implement(contract);
    const refuse = async () => ({ ok: false as const, code: 'nothing-to-stop' as const });
    return main.router({
      console: {
        about: main.console.about.handler(() => ({ version: '1.2.3', mode: 'desktop' as const, demo: false })),
        feed: main.console.feed.handler(({ signal }) => this.#messages(signal)),
        acknowledge: main.console.acknowledge.handler(({ input }) => void this.acknowledged.push(input.batch)),
      },
      call: {
        end: main.call.end.handler(async () => ({ ok: true as const })),
        dismiss: main.call.dismiss.handler(refuse),
        stopWords: main.call.stopWords.handler(refuse),
        answerTool: main.call.answerTool.handler(refuse),
        rejectTool: main.call.rejectTool.handler(refuse),
        approveTool: main.call.approveTool.handler(refuse),
        functions: main.call.functions.handler(refuse),
        switchFunction: main.call.switchFunction.handler(refuse),
      },
      operator: {
        transfer: main.operator.transfer.handler(refuse),
        whisper: main.operator.whisper.handler(refuse),
        say: main.operator.say.handler(refuse),
        takeOver: main.operator.takeOver.handler(refuse),
        muteMyself: main.operator.muteMyself.handler(refuse),
        microphoneLost: main.operator.microphoneLost.handler(refuse),
        draftBrief: main.operator.draftBrief.handler(() => ({ text: 'Caller: Hello', by: 'lines' as const })),
        handBack: main.operator.handBack.handler(refuse),
        hold: main.operator.hold.handler(refuse),
        muteAgent: main.operator.muteAgent.handler(refuse),
        pressKeys: main.operator.pressKeys.handler(refuse),
        listen: main.operator.listen.handler(refuse),
        dial: main.operator.dial.handler(async () => ({ ok: true as const, callId: 'call_out' })),
      },
      dictation: {
        begin: main.dictation.begin.handler(refuse),
        finish: main.dictation.finish.handler(refuse),
        cancel: main.dictation.cancel.handler(refuse),
      },
      practice: {
        call: main.practice.call.handler(() => ({ ok: false as const, code: 'no-headset' as const, problems: [] })),
        hangUp: main.practice.hangUp.handler(() => undefined),
        beginText: main.practice.beginText.handler(() => ({
          ok: false as const,
          code: 'no-such-agent' as const,
          problems: [],
        })),
        write: main.practice.write.handler(refuse),
      },
      tool: scriptedTools(),
      ...scriptedSetup(this.setup),
    });
  }

  async *#messages(signal: AbortSignal | undefined): AsyncGenerator<FeedMessage, void> {
    yield* this.feeds.shift() ?? [];
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  }
}

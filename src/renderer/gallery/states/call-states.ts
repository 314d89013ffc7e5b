import type { CallEvent } from '../../../shared/call/events';
import type { Answers } from '../answers';
import type { State, Told } from './state';
import { agent, agentSpeaks, ANSWERED, call, caller, rang, tool, WELL } from './told';

const ANNA = '+12125550187';
const BEN = '+442079460991';

const GREETING = agent('greeting', 'Hello, you have reached the front desk. How can I help you?');
const ORDER = caller('order', 'Hi, I’m calling about an order. It is A17, and it has not come.');
const WHERE = 'It left our warehouse on Tuesday, and it will be with you tomorrow before noon.';

const FORGED = { name: 'BLUM ANNA', attested: 'failed', forwardedFrom: '+14155550100' } as const;
const CALLER_LOST: CallEvent = { type: 'caller.wasLost' };
const LOST_SOUND: CallEvent = { type: 'caller.streamFailed', code: 31930 };

type Steps = readonly (number | CallEvent)[];

/** Anna's call, from its first ring on. */
function anna(agoSeconds: number, ...steps: Steps): readonly Told[] {
  return [...WELL, ...call('anna', agoSeconds, rang(ANNA), 1, ...steps)];
}

/** We call Anna; `steps` begin so many seconds ago. */
function callOut(agoSeconds: number, ...steps: Steps): readonly Told[] {
  return [...WELL, ...call('anna', agoSeconds, rang('+14155550134', { to: ANNA, direction: 'out' }), ...steps)];
}

/** Anna is talking with the agent; `steps` begin so many seconds ago. */
function talking(agoSeconds: number, ...steps: Steps): readonly Told[] {
  const before: Steps = [...ANSWERED, ...GREETING, ...ORDER];
  const lasted = before.reduce<number>((sum, step) => sum + (typeof step === 'number' ? step : 0), 1);
  return anna(agoSeconds + lasted, ...before, ...steps);
}

/** The caller breaks into an item of which 1.2 of 4 seconds were heard, and says this instead. */
function cutOff(agentItem: string, callerItem: string, text: string): Steps {
  return [
    { type: 'caller.startedSpeaking', itemId: callerItem },
    {
      type: 'agent.interrupted',
      by: 'caller',
      cuts: [{ itemId: agentItem, contentIndex: 0, heardMs: 1200, sentMs: 4000 }],
    },
    1,
    { type: 'caller.stoppedSpeaking', itemId: callerItem },
    { type: 'caller.transcribed', itemId: callerItem, text },
  ];
}

/** An operator has taken Anna's call over. */
const TAKEN_OVER: Steps = [
  { type: 'operator.listened' },
  { type: 'operator.tookOver', microphone: 'open' },
  { type: 'floor.changed', floor: 'operator', why: 'took-over' },
  { type: 'operator.startedSpeaking', turnId: 'me', after: null },
  3,
  { type: 'operator.stoppedSpeaking', turnId: 'me' },
  { type: 'operator.transcribed', turnId: 'me', text: 'Good day, this is Mia. I have your order before me.' },
];

const AT = '/live/anna';

/** A call of so many questions and answers, none like another. */
function longTalk(exchanges: number): Steps {
  return Array.from({ length: exchanges }, (_, index) => [
    ...caller(`q${String(index)}`, `And what about parcel ${String(100 + index)}?`),
    ...agent(`a${String(index)}`, `Parcel ${String(100 + index)} is with the driver, and comes tomorrow.`),
  ]).flat();
}

/** One call in each of its phases, and with each holder of the floor. */
export const CALL_STATES: readonly State[] = [
  { name: 'call-ringing', at: AT, shows: 'ringing', events: anna(3) },
  { name: 'call-connecting', at: AT, shows: 'connecting', events: anna(3, { type: 'caller.connected' }) },
  {
    name: 'call-agent-speaks',
    at: AT,
    shows: 'before noon',
    events: talking(2, ...agentSpeaks('where', WHERE, 90_000)),
  },
  {
    name: 'call-caller-speaks',
    at: AT,
    shows: 'calling about an order',
    events: talking(
      8,
      ...agent('where', WHERE),
      { type: 'caller.startedSpeaking', itemId: 'more' },
      { type: 'caller.transcriptGrew', itemId: 'more', delta: 'And can I still change the' },
    ),
  },
  {
    name: 'call-thinking',
    at: AT,
    shows: 'calling about an order',
    events: talking(1, { type: 'agent.startedResponse', responseId: 'slow' }),
  },
  {
    name: 'call-interrupted',
    at: AT,
    shows: 'No, wait.',
    events: talking(6, ...agentSpeaks('where', WHERE), 1, ...cutOff('where', 'wait', 'No, wait.')),
  },
  {
    name: 'call-interrupted-twice',
    at: AT,
    shows: 'Until Saturday?',
    events: talking(
      12,
      ...agentSpeaks('where', WHERE),
      1,
      ...cutOff('where', 'wait', 'No, wait.'),
      ...agentSpeaks('open', 'We are open from nine to six on weekdays, and until four on Saturdays.'),
      1,
      ...cutOff('open', 'until', 'Until Saturday?'),
    ),
  },
  {
    name: 'call-anothers-turn',
    at: AT,
    shows: 'another operator has the floor',
    events: talking(5, ...TAKEN_OVER),
    acts: [{ press: '1', once: 'Hand back' }],
  },
  { name: 'call-live-to-caller', at: AT, shows: 'I have your order before me', events: talking(5, ...TAKEN_OVER) },
  {
    name: 'call-muted-myself',
    at: AT,
    shows: 'muted',
    events: talking(5, ...TAKEN_OVER, { type: 'operator.muted' }),
  },
  {
    name: 'call-held',
    at: AT,
    shows: 'on hold',
    events: talking(9, { type: 'floor.changed', floor: 'nobody', why: 'held' }),
  },
  {
    name: 'call-agent-muted',
    at: AT,
    shows: 'The agent is muted.',
    events: talking(9, { type: 'floor.changed', floor: 'nobody', why: 'agent-muted' }),
  },
  {
    name: 'call-whispered',
    at: AT,
    shows: 'Offer free delivery.',
    events: talking(
      12,
      { type: 'operator.whispered', whisperId: 'w1', way: 'whisper', text: 'Offer free delivery.', spoken: false },
      { type: 'whisper.delivered', whisperId: 'w1' },
      ...agent('offer', 'The next delivery is on us.'),
      { type: 'whisper.used', whisperId: 'w1', itemId: 'offer' },
      { type: 'operator.whispered', whisperId: 'w2', way: 'say', text: 'Thank you for waiting.', spoken: true },
      { type: 'whisper.failed', whisperId: 'w2', detail: 'The model did not take it' },
    ),
  },
  {
    name: 'call-tool-question',
    at: AT,
    shows: 'Do we ship to Malta?',
    events: talking(
      6,
      tool('ask_operator', { question: 'Do we ship to Malta?' }, { form: { options: ['Yes', 'No'] } }),
      { type: 'tool.deferred', toolCallId: 'tool_ask_operator' },
    ),
  },
  {
    name: 'call-tool-form',
    at: AT,
    shows: 'get_user',
    events: talking(
      4,
      tool(
        'get_user',
        { user: { id: 'U7', metadata: { region: 'EU' } } },
        {
          form: {
            answer: {
              type: 'object',
              properties: {
                name: { type: 'string' },
                plan: { type: 'string', enum: ['free', 'business'] },
                is_active: { type: 'boolean' },
              },
              required: ['name'],
            },
          },
        },
      ),
    ),
  },
  {
    name: 'call-approval',
    at: AT,
    shows: 'Grüße, "sofort"',
    events: talking(4, tool('cancel_order', { id: 'A17', note: 'Grüße, "sofort"' }, { kind: 'http' }), {
      type: 'tool.askedApproval',
      toolCallId: 'tool_cancel_order',
      digest: 'a'.repeat(64),
      waitMs: 600_000,
    }),
  },
  {
    name: 'call-tool-stale',
    at: AT,
    shows: 'Nothing of this was run.',
    events: talking(
      4,
      tool('cancel_order', { id: 'A17' }, { kind: 'http' }),
      { type: 'tool.askedApproval', toolCallId: 'tool_cancel_order', digest: 'a'.repeat(64), waitMs: 600_000 },
      { type: 'tool.failed', toolCallId: 'tool_cancel_order', failure: 'superseded', detail: 'The agent asks anew' },
      tool('cancel_order', { id: 'A18' }, { kind: 'http', toolCallId: 'anew', itemId: 'item_anew' }),
      { type: 'tool.askedApproval', toolCallId: 'anew', digest: 'b'.repeat(64), waitMs: 600_000 },
    ),
  },
  {
    name: 'call-tools-answered',
    at: AT,
    shows: 'shipped',
    events: talking(
      20,
      tool('lookup_order', { id: 'A17' }, { kind: 'http' }),
      0.3,
      { type: 'tool.answered', toolCallId: 'tool_lookup_order', by: 'machine', output: '{"status":"shipped"}' },
      tool('double', { n: 'x' }, { kind: 'script' }),
      { type: 'tool.failed', toolCallId: 'tool_double', failure: 'failed', detail: 'n is not a number' },
      ...agent('where', WHERE),
    ),
  },
  { name: 'call-long', at: AT, shows: 'Parcel 159 is with the driver', events: talking(400, ...longTalk(60)) },
  { name: 'call-dead-air', at: AT, shows: 'The model has not begun to answer.', events: talking(9) },
  {
    name: 'call-caller-silent',
    at: AT,
    shows: 'The caller says nothing.',
    events: talking(30, ...agent('where', WHERE)),
  },
  {
    name: 'call-raised-limit',
    at: AT,
    shows: 'reached',
    events: talking(3, { type: 'limit.reached', limit: 'longest-call', act: 'raise-to-operator' }),
  },
  {
    name: 'call-operator-lost',
    at: AT,
    shows: 'operator lost',
    events: talking(8, ...TAKEN_OVER, { type: 'operator.lost', loss: 'console-lost' }),
  },
  {
    name: 'call-transferring',
    at: AT,
    shows: 'transferring to +1 212 555 0180',
    events: talking(
      4,
      { type: 'transfer.began', to: '+12125550180', way: 'announced', by: 'operator' },
      { type: 'floor.changed', floor: 'nobody', why: 'transfer-began' },
    ),
  },
  {
    name: 'call-caller-lost',
    at: AT,
    shows: 'waiting for them',
    events: talking(9, CALLER_LOST, 4, { type: 'caller.cameBack', awayMs: 4000 }, 2, CALLER_LOST),
  },
  {
    name: 'call-transfer-failed',
    at: AT,
    shows: 'The transfer to +1 212 555 0180 failed: busy',
    events: talking(
      6,
      { type: 'transfer.began', to: '+12125550180', way: 'blind', by: 'operator' },
      { type: 'floor.changed', floor: 'nobody', why: 'transfer-began' },
      3,
      { type: 'transfer.failed', failure: 'busy' },
      { type: 'floor.changed', floor: 'agent', why: 'transfer-failed' },
    ),
  },
  {
    name: 'call-model-gone',
    at: AT,
    shows: 'The model was lost',
    events: talking(9, ...TAKEN_OVER, { type: 'model.failed', failure: 'lost', detail: 'The socket closed' }),
  },
  {
    name: 'call-of-whom-the-carrier-speaks',
    at: AT,
    shows: 'number may be forged',
    events: [...WELL, ...call('anna', 20, rang(ANNA, { caller: FORGED }), ...ANSWERED, LOST_SOUND)],
  },
  {
    name: 'call-practice',
    at: AT,
    shows: 'practice',
    events: [...WELL, ...call('anna', 20, rang(ANNA, { practice: true }), ...ANSWERED, ...GREETING, ...ORDER)],
  },
  {
    name: 'call-out-rings',
    at: AT,
    shows: 'their phone is ringing',
    events: callOut(4, { type: 'call.progressed', state: 'queued' }, { type: 'call.progressed', state: 'ringing' }),
  },
  {
    name: 'call-out-voicemail',
    at: AT,
    shows: 'voicemail',
    events: callOut(9, { type: 'call.progressed', state: 'answered-by-machine' }, ...ANSWERED),
  },
  {
    name: 'call-ended',
    at: AT,
    shows: 'The agent said goodbye and hung up.',
    events: talking(
      60,
      ...agent('where', WHERE),
      ...caller('thanks', 'Thank you, that is all.'),
      ...agent('bye', 'You are welcome. Goodbye!'),
      { type: 'call.ended', by: 'agent', reason: 'agent-hung-up' },
    ),
  },
  {
    name: 'call-ended-model-unreachable',
    at: AT,
    shows: 'the model could not be reached',
    events: anna(
      20,
      { type: 'caller.connected' },
      { type: 'model.failed', failure: 'unreachable', detail: 'ECONNREFUSED' },
      { type: 'call.ended', by: 'switchboard', reason: 'model-unreachable', detail: 'ECONNREFUSED' },
    ),
  },
  {
    name: 'calls-many',
    at: AT,
    shows: '+44 20 7946 0991',
    events: [
      ...talking(4, ...agentSpeaks('where', WHERE, 90_000)),
      ...call('ben', 50, rang(BEN), ...ANSWERED, ...GREETING, 30, tool('ask_person', { question: 'Any news?' })),
      ...call('carl', 5, rang('+13125550142')),
      ...call('dora', 400, rang('+493012345678'), ...ANSWERED, 9, {
        type: 'call.ended',
        by: 'caller',
        reason: 'caller-hung-up',
      }),
      ...call('eve', 40, rang('+81312345678'), ...ANSWERED, ...GREETING),
    ],
  },
];

/** Anna and Ben, both talking: what the keyboard goes between. */
export const TWO_CALLS: readonly Told[] = [
  ...talking(2, ...agentSpeaks('where', WHERE, 90_000)),
  ...call('ben', 20, rang(BEN), ...ANSWERED, ...agentSpeaks('ben-greeting', 'Hello, front desk.', 90_000)),
];

/** Answers of a main process that stops the agent's words, and ends Anna's call. */
export const STOPS: Answers = {
  call: {
    stopWords: (_asked, tell) => {
      const cuts = [{ itemId: 'where', contentIndex: 0, heardMs: 2000, sentMs: 90_000 }];
      tell('anna', { type: 'agent.interrupted', by: 'operator', cuts });
      return { ok: true };
    },
    end: (_asked, tell) => {
      tell('anna', { type: 'call.ended', by: 'operator', reason: 'operator-ended' });
      return { ok: true };
    },
  },
};

/** Answers of a main process that lets this console take Anna's call over. */
export const TAKES_OVER: Answers = {
  operator: {
    takeOver: ({ microphone, consoleId }, tell) => {
      tell(
        'anna',
        { type: 'operator.tookOver', microphone, consoleId },
        { type: 'floor.changed', floor: 'operator', why: 'took-over' },
      );
      return { ok: true };
    },
    muteMyself: ({ muted }, tell) => {
      tell('anna', { type: muted ? 'operator.muted' : 'operator.unmuted' });
      return { ok: true };
    },
    handBack: ({ brief, speaksFirst }, tell) => {
      tell(
        'anna',
        { type: 'operator.handedBack', brief, speaksFirst },
        { type: 'floor.changed', floor: 'agent', why: 'handed-back' },
      );
      return { ok: true };
    },
  },
};

import type { Dialogue, ContextItem, Moment, Utterance } from './dialogue';

/** Every sentence the shop's agent says of its own accord. Each has a clip in the agent's voice. */
export const SHOP_LINES = {
  greeting: 'Hello, you have reached the front desk. How can I help you?',
  hello: 'Hello! What can I do for you today?',
  askNumber: 'I am sorry to hear that. Could you tell me your order number, please?',
  shipped:
    'It left our warehouse on Tuesday, and it should be with you tomorrow. ' +
    'The courier has it already, and you will get a message in the morning with the hour.',
  notFound: 'I am sorry, I cannot find an order with that number. Could you read it to me once more?',
  blue:
    'Of course, the blue one. That one is packed and goes out this afternoon. ' +
    'It takes two working days, and you will get a link as soon as it is on its way.',
  oneMore:
    'Sure, go ahead. While you are thinking: both parcels come with the same courier, ' +
    'and you can change the delivery day in the message they send you.',
  checking: 'Let me check that with a colleague.',
  refunded:
    'Good news, that is approved. Forty eight dollars will be back on your card within three working days, ' +
    'and I have sent you a confirmation by email.',
  refused:
    'I am sorry, my colleague cannot approve that one today. ' +
    'I have made a note of it, and we will call you back about it.',
  hours: 'On Saturday we open at nine in the morning, and we close at five in the afternoon.',
  goodbye: 'You are welcome. Goodbye!',
  again: 'Sorry, could you say that again?',
  back: 'Thank you for waiting. My colleague has told me everything. Is there anything else I can do for you?',
  trouble: 'I am sorry, I could not look that up just now. Is there anything else I can do for you?',
} as const;

interface Rule {
  readonly hears: RegExp;
  readonly answers: (moment: Moment) => readonly Utterance[];
}

const say = (text: string): readonly Utterance[] => [{ say: text }];

/** Answers with the tool call if the session has the tool, otherwise with the text `instead`. */
function callOr(name: string, args: Readonly<Record<string, unknown>>, instead: string, preamble?: string) {
  return ({ tools }: Moment): readonly Utterance[] => {
    if (!tools.includes(name)) return say(instead);
    return [...(preamble === undefined ? [] : say(preamble)), { call: name, arguments: args }];
  };
}

/** The first rule that matches answers; the order matters where a sentence matches two. */
const CALLER_RULES: readonly Rule[] = [
  { hears: /\bnot that one\b|\bthe blue one\b/i, answers: () => say(SHOP_LINES.blue) },
  { hears: /\bone more thing\b/i, answers: () => say(SHOP_LINES.oneMore) },
  {
    hears: /\bmoney back\b|\brefund\b/i,
    answers: callOr(
      'refund_order',
      { order_id: 'A17', amount: 48, reason: 'late delivery' },
      SHOP_LINES.refused,
      SHOP_LINES.checking,
    ),
  },
  { hears: /\ba[ -]?(seventeen|17)\b/i, answers: callOr('lookup_order', { order_id: 'A17' }, SHOP_LINES.shipped) },
  { hears: /\border\b|\bparcel\b|\bdelivery\b/i, answers: () => say(SHOP_LINES.askNumber) },
  { hears: /\bopen\b|\bhours\b|\bsaturday\b/i, answers: () => say(SHOP_LINES.hours) },
  {
    hears: /\bthank|\bbye\b|\bgoodbye\b/i,
    answers: ({ tools }) => [
      ...say(SHOP_LINES.goodbye),
      ...(tools.includes('end_call') ? [{ call: 'end_call', arguments: {} }] : []),
    ],
  },
  { hears: /\bhello\b|\bhi\b/i, answers: () => say(SHOP_LINES.hello) },
];

const BAD_NEWS = /\berror\b|\bfail|\btimed? ?out\b|\bunavailable\b|\bunknown tool\b/i;
const REFUSAL = /reject|refus|declin|denied|not approved|"(approved|refunded)"\s*:\s*false/i;
const CONSENT = /approv|accept|refund|granted|\byes\b|\bok(ay)?\b/i;
const NEGATION = /\bno\b|\bnot\b|\bcannot\b|n't\b/i;

function isConsent(output: string): boolean {
  if (BAD_NEWS.test(output) || REFUSAL.test(output)) return false;
  return CONSENT.test(output) || !NEGATION.test(output);
}

/** True for a program's output, false for a sentence a person wrote. */
const isData = (output: string): boolean => /^\s*[[{]/.test(output) || !/\s/.test(output.trim());

function answerToTool({ name, output }: Extract<ContextItem, { by: 'tool' }>): readonly Utterance[] {
  if (name === 'end_call') return [];
  if (name === 'refund_order') return say(isConsent(output) ? SHOP_LINES.refunded : SHOP_LINES.refused);
  if (/not[ _]?found/i.test(output)) return say(SHOP_LINES.notFound);
  if (output === '' || BAD_NEWS.test(output)) return say(SHOP_LINES.trouble);
  return say(name === 'lookup_order' && isData(output) ? SHOP_LINES.shipped : `Here is what I found. ${output}`);
}

const EXACTLY = /^\s*say exactly:\s*(.+)$/is;
const TELL = /^\s*(?:tell|say to) (?:the caller|them|him|her)(?: that)?:?\s*(.+)$/is;

/** The system message the agent gets when a colleague hands the call back. */
const HANDED_BACK = /^you speak with the caller again\b/i;
/** The system message a model gets that takes over in the middle of the agent's words. */
const BROKE_OFF = /^the line to you broke off\b/i;
/** The system message with the answer of a tool that had been pending. */
const LATE_ANSWER = /^what came of your call of (\S+) \(.*\), which was pending:\n(.+)\ntell the caller/is;
const WHISPERED = /^private instruction[^:]*:\s*(.+)$/is;
const BRIEF_WANTED = /^write a short brief\b.*what was said meanwhile:\n(.+)$/is;

const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/s, '$1');

/** The agent of a small shop: it greets, asks for the order number, looks up orders, refunds, and says goodbye. */
export const shopDialogue: Dialogue = (moment) => {
  const dictated = EXACTLY.exec(moment.instructions)?.[1] ?? TELL.exec(moment.instructions)?.[1];
  if (dictated !== undefined) return say(unquoted(dictated));
  const wanted = BRIEF_WANTED.exec(moment.instructions)?.[1];
  if (wanted !== undefined) return say(`Meanwhile: ${wanted.replaceAll('\n', ' ')}`);
  const whispered = whisperIn(moment.context);
  if (whispered !== undefined) return say(whispered);
  const last = moment.context.at(-1);
  switch (last?.by) {
    case undefined:
    case 'agent':
    case 'call':
      return say(last ? SHOP_LINES.again : SHOP_LINES.greeting);
    case 'tool':
      return answerToTool(last);
    case 'system': {
      const told = EXACTLY.exec(last.text)?.[1] ?? TELL.exec(last.text)?.[1];
      if (told !== undefined) return say(unquoted(told));
      if (HANDED_BACK.test(last.text)) return say(SHOP_LINES.back);
      if (BROKE_OFF.test(last.text)) return goOn(moment);
      const late = LATE_ANSWER.exec(last.text);
      if (late?.[1] !== undefined && late[2] !== undefined)
        return answerToTool({ by: 'tool', name: late[1], output: late[2] });
      return shopDialogue({ ...moment, context: moment.context.filter(({ by }) => by !== 'system') });
    }
    case 'caller':
      return CALLER_RULES.find(({ hears }) => hears.test(last.text))?.answers(moment) ?? say(SHOP_LINES.again);
  }
};

/** Finishes what another model had begun to say: the rest of its sentence, or the answer anew where it says another one. */
function goOn(moment: Moment): readonly Utterance[] {
  const context = moment.context.slice(0, -1);
  const saidUpTo = context.map(({ by }) => by !== 'agent').lastIndexOf(true) + 1;
  const saidBefore = context.slice(saidUpTo).flatMap((item) => (item.by === 'agent' ? [item.text.trim()] : []));
  return shopDialogue({ ...moment, context: context.slice(0, saidUpTo) }).map((utterance) => {
    if (!('say' in utterance)) return utterance;
    const begun = saidBefore.find((text) => text !== '' && utterance.say.startsWith(text));
    const rest = begun === undefined ? '' : utterance.say.slice(begun.length).trim();
    return rest === '' ? utterance : { say: rest };
  });
}

/** The text of a whisper that arrived since the agent last spoke and is meant for the caller. */
function whisperIn(context: readonly ContextItem[]): string | undefined {
  const since = context.map(({ by }) => by).lastIndexOf('agent') + 1;
  for (const item of context.slice(since)) {
    const whisper = item.by === 'system' ? WHISPERED.exec(item.text)?.[1] : undefined;
    const told = whisper === undefined ? undefined : TELL.exec(whisper)?.[1];
    if (told !== undefined) return unquoted(told);
  }
  return undefined;
}

import { assertNever } from '../std/assert-never';
import { withTurns, type Call } from './call';
import type { CallEvent } from './events';
import { applyCuts, grow, insertTurn, updateTurn, type AgentTurn } from './transcript';

type Said = 'openedTurn' | 'transcriptGrew' | 'transcribed' | 'startedSpeaking' | 'finishedAudio' | 'wasHeard';

/** What the agent makes of its turn: responses, words, and how much of them the caller heard. */
export type SpeechFact = Extract<
  CallEvent,
  { type: `agent.${Said | 'interrupted' | 'startedResponse' | 'finishedResponse'}` }
>;

const TYPES: Readonly<Record<SpeechFact['type'], true>> = {
  'agent.startedResponse': true,
  'agent.finishedResponse': true,
  'agent.openedTurn': true,
  'agent.transcriptGrew': true,
  'agent.transcribed': true,
  'agent.startedSpeaking': true,
  'agent.finishedAudio': true,
  'agent.wasHeard': true,
  'agent.interrupted': true,
};

const LAST_REPLIES = 10;

/** Whether a fact is of the agent’s speech. */
export function isSpeechFact(event: CallEvent): event is SpeechFact {
  return Object.hasOwn(TYPES, event.type);
}

/** Folds a fact of the agent's speech into a call that is not over. The same call: the fact cannot apply. */
export function applySpeechFact(call: Call, event: SpeechFact, at: number): Call {
  switch (event.type) {
    case 'agent.startedResponse':
      return call.thinking?.responseId === event.responseId
        ? call
        : { ...call, thinking: { responseId: event.responseId, since: at } };
    case 'agent.finishedResponse': {
      const isThis = call.thinking?.responseId === event.responseId;
      return { ...call, thinking: isThis ? null : call.thinking, costUsd: call.costUsd + (event.costUsd ?? 0) };
    }
    case 'agent.openedTurn':
      return withTurns(call, insertTurn(call.turns, newTurn(event.itemId, event.responseId, at), event.after));
    case 'agent.transcriptGrew':
      return said(call, event.itemId, (turn) => ({ ...turn, text: grow(turn.text, event.delta) }));
    case 'agent.transcribed':
      return said(call, event.itemId, (turn) => (turn.text === event.text ? turn : { ...turn, text: event.text }));
    case 'agent.startedSpeaking': {
      const { itemId, replyMs } = event;
      const spoken = said(call, itemId, (turn) =>
        turn.speech.state === 'waiting'
          ? { ...turn, replyMs: replyMs ?? null, speech: { state: 'speaking', since: at } }
          : turn,
      );
      if (spoken === call) return call;
      const speaking = { ...spoken, quietSince: null, thinking: null };
      return replyMs === undefined
        ? speaking
        : { ...speaking, replyMs: [...call.replyMs, replyMs].slice(-LAST_REPLIES) };
    }
    case 'agent.finishedAudio':
      return said(call, event.itemId, (turn) =>
        turn.speech.state === 'cut' ? turn : { ...turn, audioMs: event.audioMs },
      );
    case 'agent.wasHeard': {
      const { heardMs } = event;
      const heard = said(call, event.itemId, (turn) =>
        turn.speech.state === 'cut' || turn.speech.state === 'heard'
          ? turn
          : { ...turn, audioMs: heardMs, speech: { state: 'heard' } },
      );
      return heard === call ? call : agentFellSilent(heard, at, heardMs);
    }
    case 'agent.interrupted': {
      const turns = applyCuts(call.turns, event.cuts, event.by);
      if (turns === call.turns && event.cuts.length > 0) return call;
      const heardMs = event.cuts.reduce((sum, cut) => sum + cut.heardMs, 0);
      return { ...agentFellSilent({ ...call, turns }, at, heardMs), interruptions: call.interruptions + 1 };
    }
    default:
      return assertNever(event);
  }
}

function agentFellSilent(call: Call, at: number, heardMs: number): Call {
  return {
    ...call,
    quietSince: call.callerSpeaking ? null : at,
    talkMs: { ...call.talkMs, agent: call.talkMs.agent + heardMs },
  };
}

function newTurn(id: string, responseId: string, at: number): AgentTurn {
  const speech = { state: 'waiting' } as const;
  return { kind: 'agent', id, responseId, at, text: '', audioMs: null, speech, replyMs: null, claim: null };
}

function said(call: Call, itemId: string, change: (turn: AgentTurn) => AgentTurn): Call {
  return withTurns(call, updateTurn(call.turns, 'agent', itemId, change));
}

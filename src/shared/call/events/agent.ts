import { z } from 'zod';
import { PROFILE_FIELD_NAMES } from '../../agent/profile-fields';
import { fallSilent, withNote, withTurns, type Call, type Reducers } from '../call';
import { detail, fact, id, ms, text } from '../fact';
import { grow, insertTurn, updateTurn, type AgentTurn, type Transcript } from '../transcript';

const usage = z.object({
  textIn: z.number().int().nonnegative(),
  textCached: z.number().int().nonnegative(),
  textOut: z.number().int().nonnegative(),
  audioIn: z.number().int().nonnegative(),
  audioCached: z.number().int().nonnegative(),
  audioOut: z.number().int().nonnegative(),
});

const cut = z.object({ itemId: id, contentIndex: z.number().int().nonnegative(), heardMs: ms, sentMs: ms });

const version = z.number().int().nonnegative();
const fields = z.array(z.enum(PROFILE_FIELD_NAMES)).readonly();

/** Schemas of the agent's responses, of how much of its words was heard, and of its change during the call. */
export const AGENT_EVENTS = [
  fact('agent.startedResponse', { responseId: id }),
  fact('agent.finishedResponse', {
    responseId: id,
    status: z.enum(['completed', 'cancelled', 'incomplete', 'failed']),
    detail: detail.optional(),
    usage: usage.optional(),
    costUsd: z.number().nonnegative().optional(),
  }),
  fact('agent.openedTurn', { responseId: id, itemId: id, after: id.nullable() }),
  fact('agent.transcriptGrew', { itemId: id, delta: text }),
  fact('agent.transcribed', { itemId: id, text }),
  /** The item began to come out of the caller's phone. `replyMs`: since the caller stopped speaking. */
  fact('agent.startedSpeaking', { itemId: id, replyMs: ms.optional() }),
  /** The model finished the item's audio; `audioMs` is all there is of it. */
  fact('agent.finishedAudio', { itemId: id, audioMs: ms }),
  /** The item was heard to its end. */
  fact('agent.wasHeard', { itemId: id, heardMs: ms }),
  fact('agent.interrupted', { by: z.enum(['caller', 'operator']), cuts: z.array(cut).max(64) }),

  /** The call goes on with what `applied` names of another version; `kept` is as it was when the call began. */
  fact('agent.wasChanged', { version, name: z.string().max(120), applied: fields, kept: fields }),
  /** The model did not take the change: the call goes on as before. */
  fact('agent.changeRefused', { version, detail }),
] as const;

type AgentEvent = z.infer<(typeof AGENT_EVENTS)[number]>;

export type Usage = z.infer<typeof usage>;
export type Cut = z.infer<typeof cut>;

const LAST_REPLIES = 10;

/** Reducers of agent events. */
export const agentReducers: Reducers<AgentEvent> = {
  'agent.startedResponse': (call, { responseId }, at) =>
    call.thinking?.responseId === responseId ? 'ignored' : { ...call, thinking: { responseId, since: at } },
  'agent.finishedResponse': (call, event) => {
    const isThis = call.thinking?.responseId === event.responseId;
    const { usage: used, costUsd } = event;
    return {
      ...call,
      thinking: isThis ? null : call.thinking,
      costUsd: call.costUsd + (costUsd ?? 0),
      isCostKnown: call.isCostKnown && (used === undefined || costUsd !== undefined),
    };
  },
  'agent.openedTurn': (call, event, at) =>
    withTurns(call, insertTurn(call.turns, newTurn(event.itemId, event.responseId, at), event.after)),
  'agent.transcriptGrew': (call, event) =>
    said(call, event.itemId, (turn) => ({ ...turn, text: grow(turn.text, event.delta) })),
  'agent.transcribed': (call, event) =>
    said(call, event.itemId, (turn) =>
      turn.isTranscribed && turn.text === event.text ? turn : { ...turn, text: event.text, isTranscribed: true },
    ),
  'agent.startedSpeaking': (call, { itemId, replyMs }, at) => {
    const spoken = said(call, itemId, (turn) =>
      turn.speech.state === 'waiting'
        ? { ...turn, replyMs: replyMs ?? null, speech: { state: 'speaking', since: at } }
        : turn,
    );
    if (spoken === 'ignored') return spoken;
    const speaking = { ...spoken, quietSince: null, thinking: null };
    return replyMs === undefined ? speaking : { ...speaking, replyMs: [...call.replyMs, replyMs].slice(-LAST_REPLIES) };
  },
  'agent.finishedAudio': (call, event) =>
    said(call, event.itemId, (turn) => (turn.speech.state === 'cut' ? turn : { ...turn, audioMs: event.audioMs })),
  'agent.wasHeard': (call, { itemId, heardMs }, at) => {
    const heard = said(call, itemId, (turn) =>
      turn.speech.state === 'cut' || turn.speech.state === 'heard'
        ? turn
        : { ...turn, audioMs: heardMs, speech: { state: 'heard' } },
    );
    return heard === 'ignored' ? heard : agentFellSilent(heard, at, heardMs);
  },
  'agent.interrupted': (call, event, at) => {
    const turns = applyCuts(call.turns, event.cuts, event.by);
    if (turns === call.turns && event.cuts.length > 0) return 'ignored';
    const heardMs = event.cuts.reduce((sum, cut) => sum + cut.heardMs, 0);
    return { ...agentFellSilent({ ...call, turns }, at, heardMs), interruptions: call.interruptions + 1 };
  },
  'agent.wasChanged': (call, event, at) =>
    call.agentChange?.version === event.version
      ? 'ignored'
      : { ...withNote(call, at, event), agentChange: { version: event.version, at } },
  'agent.changeRefused': (call, event, at) => withNote(call, at, event),
};

/** Marks every turn named by the cuts; a turn heard to its end stays heard. */
function applyCuts(turns: Transcript, cuts: readonly Cut[], by: 'caller' | 'operator'): Transcript {
  let result = turns;
  for (const { itemId, heardMs, sentMs } of cuts) {
    result = updateTurn(result, 'agent', itemId, (turn) =>
      turn.speech.state === 'heard' || turn.speech.state === 'cut'
        ? turn
        : { ...turn, audioMs: sentMs, speech: { state: 'cut', heardMs, sentMs, by } },
    );
  }
  return result;
}

function agentFellSilent(call: Call, at: number, heardMs: number): Call {
  return fallSilent({ ...call, talkMs: { ...call.talkMs, agent: call.talkMs.agent + heardMs } }, at);
}

function newTurn(id: string, responseId: string, at: number): AgentTurn {
  return {
    kind: 'agent',
    id,
    responseId,
    at,
    text: '',
    isTranscribed: false,
    audioMs: null,
    speech: { state: 'waiting' },
    replyMs: null,
    claim: null,
  };
}

function said(call: Call, itemId: string, change: (turn: AgentTurn) => AgentTurn): Call | 'ignored' {
  return withTurns(call, updateTurn(call.turns, 'agent', itemId, change));
}

import type {
  RealtimeConversationItemAssistantMessage,
  RealtimeConversationItemFunctionCall,
  RealtimeConversationItemFunctionCallOutput,
  RealtimeConversationItemSystemMessage,
  RealtimeConversationItemUserMessage,
  RealtimeErrorEvent,
  RealtimeMcpApprovalRequest,
  RealtimeMcpApprovalResponse,
  RealtimeMcpListTools,
  RealtimeMcpToolCall,
  RealtimeResponse,
  RealtimeResponseStatus,
  RealtimeResponseUsage,
  RealtimeServerEvent,
  ResponseAudioTranscriptDeltaEvent,
} from 'openai/resources/realtime/realtime';
import type { SessionConfig } from './session-config';

interface Named {
  readonly id: string;
}

type UserPart = RealtimeConversationItemUserMessage['content'][number];

/** A user message whose transcript is null until it is known, which the vendor's types leave out. */
export type UserItem = Named &
  Omit<RealtimeConversationItemUserMessage, 'content'> & {
    content: readonly (Omit<UserPart, 'transcript'> & { transcript?: string | null })[];
  };

export type AssistantItem = Named & RealtimeConversationItemAssistantMessage;
export type CallItem = Named & RealtimeConversationItemFunctionCall & { readonly call_id: string };

export type McpCallItem = Readonly<RealtimeMcpToolCall>;
export type McpApprovalRequestItem = Readonly<RealtimeMcpApprovalRequest>;

/** A conversation item as sent to the client. Never changed in place. */
export type Item =
  | UserItem
  | AssistantItem
  | CallItem
  | (Named & RealtimeConversationItemSystemMessage)
  | (Named & RealtimeConversationItemFunctionCallOutput)
  | McpCallItem
  | McpApprovalRequestItem
  | (Named & RealtimeMcpListTools)
  | (Named & RealtimeMcpApprovalResponse);

/** A response as sent to the client: null where the vendor's types only allow absence. */
export type ResponseBody = Omit<
  RealtimeResponse,
  'output' | 'conversation_id' | 'status_details' | 'usage' | 'audio'
> & {
  readonly id: string;
  readonly conversation_id: string | null;
  readonly output: readonly Item[];
  readonly status_details: RealtimeResponseStatus | null;
  readonly usage: RealtimeResponseUsage | null;
  readonly audio: { readonly output: Pick<SessionConfig['audio']['output'], 'format' | 'voice'> };
};

type EventType = RealtimeServerEvent['type'];
/** A session as sent to the client: the whole configuration, or the subset a transcription session has. */
export type ShownSession =
  | SessionConfig
  | (Pick<SessionConfig, 'id' | 'expires_at' | 'include'> & {
      readonly type: 'transcription';
      readonly object: 'realtime.transcription_session';
      readonly audio: Pick<SessionConfig['audio'], 'input'>;
    });

interface ItemInPlace {
  readonly previous_item_id: string | null;
  readonly item: Item;
}
interface OutputItem {
  readonly response_id: string;
  readonly output_index: number;
  readonly item: Item;
}

/** Events whose fields the live server fills differently from the vendor's types. */
interface Corrected {
  'session.created': { readonly session: ShownSession };
  'session.updated': { readonly session: ShownSession };
  'conversation.item.added': ItemInPlace;
  'conversation.item.done': ItemInPlace;
  'conversation.item.retrieved': { readonly item: Item };
  'input_audio_buffer.committed': { readonly item_id: string; readonly previous_item_id: string | null };
  'response.created': { readonly response: ResponseBody };
  'response.done': { readonly response: ResponseBody };
  'response.output_item.added': OutputItem;
  'response.output_item.done': OutputItem;
  'response.output_audio_transcript.delta': Omit<ResponseAudioTranscriptDeltaEvent, 'type' | 'event_id'> & {
    readonly obfuscation: string;
  };
  error: { readonly error: RealtimeErrorEvent['error'] };
}

type Fields<T extends EventType> = T extends keyof Corrected
  ? Corrected[T]
  : Omit<Extract<RealtimeServerEvent, { type: T }>, 'type' | 'event_id'>;

/** Sends one server event; the type and an event id are added. */
export type Emit = <T extends EventType>(type: T, fields: Fields<T>) => void;

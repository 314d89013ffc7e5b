import type { FormAnswer } from '../../ports/ports-webhooks';
import type { ReturnTokens } from '../stream/return-tokens';
import type { StreamGrant, StreamTokens } from '../stream/stream-tokens';
import { streamUrl, webhookUrl } from './public-urls';
import { connectDocument } from './twiml';

/** Number of streams on which a caller may come back; each takes some 150 bytes of a document of at most 64 kB. */
const RETURNS = 75;

/** Request whose call is to be connected to a stream of ours. */
export interface StreamOrder extends StreamGrant {
  readonly base: URL;
  readonly authToken: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Answers of webhooks that connect a caller to a stream, and lead back to us for as long as the call goes on. */
export class StreamDocuments {
  constructor(
    private readonly tokens: StreamTokens,
    private readonly returns: ReturnTokens,
  ) {}

  /** Makes the answer; the same one until its stream came, so that a webhook may be repeated. */
  connect({ base, authToken, parameters, callId, callSid, accountSid }: StreamOrder): FormAnswer {
    const token = this.tokens.mint({ callId, callSid, accountSid });
    const xml = connectDocument({
      streamUrl: streamUrl(base, token),
      statusUrl: webhookUrl(base, '/status'),
      returnUrls: Array.from({ length: RETURNS }, (_, attempt) =>
        streamUrl(base, this.returns.mint(callSid, authToken, `${token} ${String(attempt)}`)),
      ),
      parameters,
    });
    return { status: 200, xml };
  }

  /** Revokes the token of a call that is over. */
  revoke(callSid: string): void {
    this.tokens.revoke(callSid);
  }
}

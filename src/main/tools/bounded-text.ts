import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ToolError } from './tool-error';

/** Largest answer that is read as text, in bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Reads an HTTP answer as text. Bytes are counted as they leave decompression, so a small body that unpacks into a large one is
 * cut off early.
 * @throws ToolError, or the stream's own error
 */
export async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of boundedChunks(response, MAX_ANSWER_BYTES)) chunks.push(chunk);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new ToolError('failed', 'The service did not answer with text');
  }
}

/** Decompressed chunks of an answer, up to `maxBytes`. @throws ToolError, or the stream's own error */
export async function* boundedChunks(response: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of decoded(response)) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > maxBytes) throw new ToolError('too-large', 'The answer of the service is too large');
      yield chunk;
    }
  } finally {
    response.destroy();
  }
}

function decoded(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? '';
  const decoder = decoderOf(encoding);
  if (decoder === null) return response;
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
}

function decoderOf(encoding: string) {
  switch (encoding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new ToolError('failed', 'The service answered in an encoding that was not asked for');
  }
}

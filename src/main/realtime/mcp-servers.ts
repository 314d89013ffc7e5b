import { piecesOf } from '../../shared/tool/template';
import type { McpTool, Tool } from '../../shared/tool/tool';
import { originOf } from '../../shared/tool/web-address';
import type { ReadToolSecret } from '../ports/ports-keys';

/** Headers of every request to a server; null when one contains a secret that may not be sent. */
export type HeadersOf = (tool: McpTool) => Readonly<Record<string, string>> | null;

/** True for an MCP server that the model service calls by itself. */
export function askedByService(tool: Tool): tool is McpTool {
  return tool.kind === 'mcp' && tool.askedBy === 'service';
}

/** Secrets in the headers of servers. Each passes through the model service, so it must be allowed for both. */
export class ServerSecrets {
  private readonly values = new Set<string>();
  private readonly serviceOrigin: string;

  constructor(
    private readonly read: ReadToolSecret,
    serviceUrl: string,
  ) {
    this.serviceOrigin = new URL(serviceUrl.replace(/^ws/, 'http')).origin;
  }

  readonly headersOf: HeadersOf = ({ url, headers = [] }) => {
    const filled = headers.map(({ name, value }) => {
      const pieces = piecesOf(value).map((piece) =>
        piece.kind === 'secret'
          ? this.secret(piece.name, originOf(url) ?? '')
          : piece.kind === 'text'
            ? piece.text
            : '',
      );
      return [name.toLowerCase(), pieces.includes(null) ? null : pieces.join('')] as const;
    });
    return filled.some(([, value]) => value === null)
      ? null
      : Object.fromEntries(filled.map(([name, value]) => [name, value ?? '']));
  };

  /** The text with all these secrets masked. */
  redacted(text: string): string {
    let clean = text;
    for (const value of this.values) clean = clean.replaceAll(value, '(secret)');
    return clean;
  }

  private secret(name: string, origin: string): string | null {
    const here = this.read(name, this.serviceOrigin);
    const there = this.read(name, origin);
    if (!here.ok || !there.ok) return null;
    this.values.add(here.value);
    return here.value;
  }
}

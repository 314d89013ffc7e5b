/** The parts of an agent's editor, in their order. */
export const EDITOR_PARTS = ['words', 'voice', 'turns', 'tools', 'limits', 'versions'] as const;

export type EditorPart = (typeof EDITOR_PARTS)[number];

/** Agent and editor part that an address points to. */
export interface AgentRoute {
  /** Null when the address names no agent. */
  readonly agentId: string | null;
  readonly part: EditorPart;
}

/** Parses `/agents/<id>/<part>`; a missing or unknown part becomes the first one. */
export function agentRouteOf(address: string): AgentRoute {
  const [, , id = '', part = ''] = address.split('/');
  return {
    agentId: /^[\w-]{1,64}$/.test(id) ? id : null,
    part: EDITOR_PARTS.find((each) => each === part) ?? 'words',
  };
}

/** Returns the link to a part of an agent's editor. */
export function agentHref(agentId: string, part: EditorPart): string {
  return `#/agents/${agentId}${part === 'words' ? '' : `/${part}`}`;
}

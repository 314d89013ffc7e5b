/** The parts of an agent's editor, in their order. */
export const EDITOR_PARTS = ['words', 'voice', 'turns', 'tools', 'limits', 'versions'] as const;

export type EditorPart = (typeof EDITOR_PARTS)[number];

/** Which agent an address means, and which part of it. */
export interface AgentRoute {
  /** Null: none is chosen. */
  readonly agentId: string | null;
  readonly part: EditorPart;
}

/** Reads `/agents/<id>/<part>`; what is not there is the first. */
export function agentRouteOf(address: string): AgentRoute {
  const [, , id = '', part = ''] = address.split('/');
  return {
    agentId: /^[\w-]{1,64}$/.test(id) ? id : null,
    part: EDITOR_PARTS.find((each) => each === part) ?? 'words',
  };
}

/** The address of a part of an agent, as a link. */
export function agentHref(agentId: string, part: EditorPart): string {
  return `#/agents/${agentId}${part === 'words' ? '' : `/${part}`}`;
}

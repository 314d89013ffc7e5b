import { IconCode, IconHandStop, IconPhone, IconPlugConnected, IconWorld, type TablerIcon } from '@tabler/icons-react';
import type { BuiltInName, Tool } from '../../shared/tool/tool';

interface KindLabels {
  readonly label: string;
  readonly sentence: string;
  readonly icon: TablerIcon;
  /** Longest time a call of the tool may take, seconds. */
  readonly longestSeconds: number;
}

/** Descriptions of each kind of tool, in the user's words. */
export const KINDS: Readonly<Record<Tool['kind'], KindLabels>> = {
  operator: {
    label: 'A person answers',
    sentence: 'You answer while the call goes on: with a click, in a form, or in your own words.',
    icon: IconHandStop,
    longestSeconds: 600,
  },
  http: {
    label: 'Web request',
    sentence: 'A service answers over HTTP.',
    icon: IconWorld,
    longestSeconds: 10,
  },
  script: {
    label: 'Script',
    sentence: 'JavaScript in a sandbox, without files and with only the network you name.',
    icon: IconCode,
    longestSeconds: 10,
  },
  mcp: {
    label: 'MCP server',
    sentence: 'Tools of a server that speaks the Model Context Protocol.',
    icon: IconPlugConnected,
    longestSeconds: 30,
  },
  'built-in': {
    label: 'Act of the call',
    sentence: 'Something the call itself does.',
    icon: IconPhone,
    longestSeconds: 600,
  },
};

/** Label and description of each built-in act of the call. */
export const ACTS: Readonly<Record<BuiltInName, { readonly label: string; readonly sentence: string }>> = {
  end_call: { label: 'End the call', sentence: 'After the agent’s last words were heard.' },
  transfer_call: { label: 'Transfer', sentence: 'To people you name, or to numbers of countries you allow.' },
  send_digits: { label: 'Press keys', sentence: 'Tones for menus and door openers.' },
  ask_for_digits: { label: 'Ask for digits', sentence: 'The caller types them on the phone.' },
  hold: { label: 'Hold', sentence: 'The caller hears music for a while.' },
};

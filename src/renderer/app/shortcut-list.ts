/** A key, or keys, and what they do; `Mod` is Ctrl or ⌘. `act`: the key as bindings name it, for what can also be done by name. */
interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly act?: string;
  /** What it is about. */
  readonly of: ShortcutGroup;
}

export type ShortcutGroup = 'This call' | 'All calls' | 'Writing' | 'Switchboard';

/** Every key, in the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['4'], does: 'Listen', act: '4', of: 'This call' },
  { keys: ['5'], does: 'Whisper', act: '5', of: 'This call' },
  { keys: ['W'], does: 'Speak a whisper, while held', of: 'This call' },
  { keys: ['6'], does: 'Take over', act: '6', of: 'This call' },
  { keys: ['1'], does: 'Hand back', act: '1', of: 'This call' },
  { keys: ['M'], does: 'Mute yourself while live, or unmute', act: 'm', of: 'This call' },
  { keys: ['Space'], does: 'Stop the agent’s unheard words', act: 'Space', of: 'This call' },
  { keys: ['H'], does: 'Hold or resume', act: 'h', of: 'This call' },
  { keys: ['T'], does: 'Transfer', act: 't', of: 'This call' },
  { keys: ['P'], does: 'Keypad', act: 'p', of: 'This call' },
  { keys: ['Q'], does: 'Mute or unmute the agent', act: 'q', of: 'This call' },
  { keys: ['O'], does: 'Tools in this call', act: 'o', of: 'This call' },
  { keys: ['A'], does: 'Answer what the agent asks', act: 'a', of: 'This call' },
  { keys: ['E', 'E'], does: 'End call', act: 'e', of: 'This call' },
  { keys: ['L'], does: 'End it after the last words, once asked', act: 'l', of: 'This call' },
  { keys: ['X'], does: 'Hang up a practice call', act: 'x', of: 'All calls' },
  { keys: ['C'], does: 'Call out', act: 'c', of: 'All calls' },
  { keys: ['J', '↓'], does: 'Next call', act: 'j', of: 'All calls' },
  { keys: ['K', '↑'], does: 'Previous call', act: 'k', of: 'All calls' },
  { keys: ['N'], does: 'Next call that needs you', act: 'n', of: 'All calls' },
  { keys: ['Enter'], does: 'Send what is written', of: 'Writing' },
  { keys: ['Alt', '1…9'], does: 'Send a quick text, while you write a whisper', of: 'Writing' },
  { keys: ['Mod', 'Enter'], does: 'Hand back, from its brief', of: 'Writing' },
  { keys: ['Esc'], does: 'Leave the box, keep what is written', of: 'Writing' },
  { keys: ['/'], does: 'Search the lines', of: 'Switchboard' },
  { keys: ['Mod', 'K'], does: 'Everything by name', of: 'Switchboard' },
  { keys: ['?'], does: 'These shortcuts', act: '?', of: 'Switchboard' },
];

/** The tooltip of a button that a key presses: what it does, and the key. `act`: the key as bindings name it. */
export function keyTitle(act: string): string {
  const shortcut = SHORTCUTS.find((each) => each.act === act);
  return shortcut === undefined ? '' : `${shortcut.does} (${shortcut.keys.join(' ')})`;
}

/** A key, or keys, and what they do. `act`: the key as bindings name it, for what can also be done by name. */
interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
  readonly act?: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['4'], does: 'Listen', act: '4' },
  { keys: ['5'], does: 'Whisper', act: '5' },
  { keys: ['W'], does: 'Speak a whisper, while held' },
  { keys: ['6'], does: 'Take over', act: '6' },
  { keys: ['1'], does: 'Hand back', act: '1' },
  { keys: ['M'], does: 'Mute yourself while you are live to the caller', act: 'm' },
  { keys: ['Space'], does: 'Stop the agent’s unheard words', act: ' ' },
  { keys: ['H'], does: 'Hold or resume', act: 'h' },
  { keys: ['T'], does: 'Transfer', act: 't' },
  { keys: ['P'], does: 'Keypad', act: 'p' },
  { keys: ['Q'], does: 'Mute or unmute the agent', act: 'q' },
  { keys: ['O'], does: 'Tools in this call', act: 'o' },
  { keys: ['E', 'E'], does: 'End call', act: 'e' },
  { keys: ['C'], does: 'Call out', act: 'c' },
  { keys: ['J', '↓'], does: 'Next call', act: 'j' },
  { keys: ['K', '↑'], does: 'Previous call', act: 'k' },
  { keys: ['N'], does: 'Next call that needs you', act: 'n' },
  { keys: ['A'], does: 'Write the answer the agent waits for', act: 'a' },
  { keys: ['Enter'], does: 'Send what is written' },
  { keys: ['Alt', '1…9'], does: 'Send a quick text, while you write a whisper' },
  { keys: ['Esc'], does: 'Leave the box, keep what is written' },
  { keys: ['/'], does: 'Search the lines' },
  { keys: ['Ctrl/⌘', 'K'], does: 'Everything by name' },
  { keys: ['?'], does: 'These shortcuts', act: '?' },
];

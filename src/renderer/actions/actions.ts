import { writtenKeys, type Action, type HelpRow } from './action';
import { CALL_ACTIONS, stopWords } from './call-actions';
import { endAfterWords, endCall, keepCall } from './end-actions';
import {
  callOut,
  copyTranscript,
  filterCalls,
  findInCall,
  hangUpPractice,
  nextCall,
  nextInNeed,
  openHelp,
  openPalette,
  previousCall,
  searchLines,
} from './page-actions';
import { handBack, listen, muteMyself, takeOver, talk } from './voice-actions';
import { answer, dictate, speakAsAgent, whisper, WRITING_KEYS } from './writing-actions';

/** Every operator action, in the order of the help. Of two actions that share a key, at most one is enabled. */
export const ACTIONS: readonly Action[] = [
  ...[listen, whisper, speakAsAgent, dictate, takeOver, talk, handBack, muteMyself, stopWords],
  ...CALL_ACTIONS,
  ...[answer, endCall, endAfterWords, keepCall],
  ...[hangUpPractice, callOut, nextCall, previousCall, nextInNeed, filterCalls, findInCall, copyTranscript],
  ...[searchLines, openPalette, openHelp],
];

/** Every key and what it does, in the order of the help. */
export const HELP: readonly HelpRow[] = [
  ...ACTIONS.filter(({ listed }) => listed !== 'nowhere').map(helpRow),
  ...WRITING_KEYS,
];

function helpRow(action: Action): HelpRow {
  const { description, group } = action;
  return { written: writtenKeys(action), description, group };
}

import { writtenKeys, type Action, type HelpRow } from './action';
import { CALL_ACTIONS, stopWords } from './call-actions';
import { endAfterWords, endCall, keepCall } from './end-actions';
import {
  callOut,
  hangUpPractice,
  nextCall,
  nextInNeed,
  openHelp,
  openPalette,
  previousCall,
  searchLines,
} from './page-actions';
import { handBack, listen, muteMyself, takeOver, talk } from './voice-actions';
import { answer, dictate, whisper, WRITING_KEYS } from './writing-actions';

/** Every act of an operator, in the order of the help; of two with one key at most one is enabled. */
export const ACTIONS: readonly Action[] = [
  ...[listen, whisper, dictate, takeOver, talk, handBack, muteMyself, stopWords],
  ...CALL_ACTIONS,
  ...[answer, endCall, endAfterWords, keepCall],
  ...[hangUpPractice, callOut, nextCall, previousCall, nextInNeed],
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

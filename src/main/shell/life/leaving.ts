import type { Question } from './boxes';
import { count, type WhatsOn } from './desk-view';

/** Way to reopen the window after it is closed. */
export type WayBack = 'dock' | 'tray' | 'none';

const STAY = 'Keep running';

/** Question to a person who wants to quit, or to close the only window. The first answer quits. */
export function quitQuestion(on: WhatsOn): Question {
  if (on.calls > 0) {
    return {
      type: 'question',
      message: `${count(on.calls, 'call')} ${on.calls === 1 ? 'is' : 'are'} on`,
      detail: `Quitting hangs up on ${on.calls === 1 ? 'the caller' : 'every caller'}${on.lines > 0 ? ' and takes your lines off' : ''}.`,
      answers: ['End calls and quit', STAY],
      usual: 1,
    };
  }
  return {
    type: 'question',
    message: `${count(on.lines, 'line')} ${on.lines === 1 ? 'is' : 'are'} live`,
    detail: 'Switchboard answers only while it runs. Quitting puts each number back as it was.',
    answers: ['Go off and quit', STAY],
    usual: 1,
  };
}

/** Notice to a person who closes the window while a line or call is on: it continues, and they may choose to quit instead. */
export function staysQuestion(on: WhatsOn, wayBack: 'dock' | 'tray'): Question {
  const what = [
    ...(on.lines > 0 ? [`${count(on.lines, 'line')} live`] : []),
    ...(on.calls > 0 ? [`${count(on.calls, 'call')} on`] : []),
  ].join(' and ');
  const where = wayBack === 'dock' ? 'the Dock' : 'its icon in the tray';
  return {
    type: 'info',
    message: 'Switchboard keeps running',
    detail: `With ${what}, closing the window stops nothing. Open it again from ${where}, or start Switchboard again. This is said once.`,
    answers: [STAY, quitQuestion(on).answers[0]],
    usual: 0,
  };
}

import type { Call } from '../../../shared/call/call';
import { DialDialog } from './dial-dialog';
import { HandBackDialog } from './hand-back-dialog';
import { ToolsDialog } from '../tools/tools-dialog';
import { TransferDialog } from './transfer-dialog';

/** What is asked at the moment; `callId` names the call it was opened for, whatever is selected meanwhile. */
export type Asked =
  { readonly name: 'transfer' | 'hand-back' | 'tools'; readonly callId: string } | { readonly name: 'dial' } | null;

interface LiveDialogsProps {
  readonly asked: Asked;
  readonly calls: ReadonlyMap<string, Call>;
  readonly onClose: () => void;
  /** The carrier has a call out; the feed may not have told of it yet. */
  readonly onDialled: (callId: string) => void;
}

/** The one dialog of the live screen that is open. It goes when its call ends. */
export function LiveDialogs({ asked, calls, onClose, onDialled }: LiveDialogsProps) {
  if (asked === null) return null;
  if (asked.name === 'dial') return <DialDialog onClose={onClose} onCalling={onDialled} />;
  const call = calls.get(asked.callId);
  if (call?.phase.name !== 'live') return null;
  if (asked.name === 'tools') return <ToolsDialog call={call} onClose={onClose} />;
  return asked.name === 'transfer' ? (
    <TransferDialog call={call} onClose={onClose} />
  ) : (
    <HandBackDialog call={call} onClose={onClose} />
  );
}

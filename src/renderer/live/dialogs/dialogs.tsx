import type { Call } from '../../../shared/call/call';
import { useActions, useScreen } from '../../actions/use-actions';
import { DialDialog } from './dial-dialog';
import { HandBackDialog } from './hand-back-dialog';
import { ToolsDialog } from '../tools/tools-dialog';
import { TransferDialog } from './transfer-dialog';

interface LiveDialogsProps {
  readonly calls: ReadonlyMap<string, Call>;
  /** The carrier has a call out; the feed may not have told of it yet. */
  readonly onDialled: (callId: string) => void;
}

/** The one dialog of the live screen that is open. It goes when its call ends. */
export function LiveDialogs({ calls, onDialled }: LiveDialogsProps) {
  const { screen } = useActions();
  const asked = useScreen((view) => view.dialog);
  const onClose = (): void => screen.closeDialog();
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

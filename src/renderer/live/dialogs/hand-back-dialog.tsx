import { Button, Checkbox, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import { otherParty } from '../../labels/other-party';
import { isAnothers } from '../../labels/phase-labels';
import { useServices } from '../../services/services';
import { Dialog, OPENS_ON } from '../../ui/dialog';
import { KeyCap, modifierKey } from '../../ui/keyboard/key-cap';
import { Notice } from '../../ui/notice';

interface HandBackDialogProps {
  readonly call: Call;
  readonly onClose: () => void;
}

/** Said before anything ends the turn of an operator who is heard. */
const ANOTHERS_TURN = {
  sentence: 'Another operator is speaking with this caller.',
  remedy: 'Handing back ends their turn at once, in the middle of a sentence.',
};

type Draft = 'under way' | 'model' | 'lines' | 'none';

const ABOUT: Readonly<Record<Draft, string>> = {
  'under way': 'Drafting it from what was said…',
  model: 'Drafted from what was said since you took over. Change what you like.',
  lines: 'The model did not draft it in time; these are the lines themselves.',
  none: 'Nothing was transcribed since you took over. Write what the agent should know, or leave it empty.',
};

/** Gives the call back to the agent, with a brief of what was said meanwhile. The operator goes on being heard until then. */
export function HandBackDialog({ call, onClose }: HandBackDialogProps) {
  const { run, query, consoleId } = useServices();
  const endsAnothers = isAnothers(call, consoleId);
  const [brief, setBrief] = useState('');
  const [draft, setDraft] = useState<Draft>('under way');
  const [speaksFirst, setSpeaksFirst] = useState(true);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const isTouched = useRef(false);

  useEffect(() => {
    let isCurrent = true;
    void query((api) => api.operator.draftBrief({ callId: call.id })).then((answer) => {
      if (!isCurrent) return;
      setDraft(answer.reached && answer.value.text !== '' ? answer.value.by : 'none');
      if (answer.reached && !isTouched.current) setBrief(answer.value.text);
    });
    return () => {
      isCurrent = false;
    };
  }, [query, call.id]);

  const write = (text: string): void => {
    isTouched.current = true;
    setBrief(text);
  };
  const handBack = async (): Promise<void> => {
    setSending(true);
    const outcome = await run((api) => api.operator.handBack({ callId: call.id, brief: brief.trim(), speaksFirst }));
    setSending(false);
    if (outcome.ok) onClose();
    else setRefusal(outcome.sentence);
  };

  return (
    <Dialog
      title={`Hand ${otherParty(call)} back to ${call.agent.name}`}
      size={520}
      onClose={onClose}
      onSubmit={() => void handBack()}
      actions={
        <>
          <Button variant="default" onClick={onClose} rightSection={<KeyCap>Esc</KeyCap>}>
            Stay on the call
          </Button>
          <Button type="submit" loading={sending} rightSection={<KeyCap>{`${modifierKey()} Enter`}</KeyCap>}>
            {endsAnothers ? 'End their turn' : 'Hand back'}
          </Button>
        </>
      }
    >
      {endsAnothers && <Notice tone="attention" {...ANOTHERS_TURN} />}
      <Textarea
        {...OPENS_ON}
        label="Brief for the agent"
        description={ABOUT[draft]}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={MAX_WORDS_CHARS}
        value={brief}
        error={refusal}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void handBack();
        }}
      />
      <Checkbox
        label="The agent speaks first"
        checked={speaksFirst}
        onChange={(event) => setSpeaksFirst(event.currentTarget.checked)}
      />
    </Dialog>
  );
}

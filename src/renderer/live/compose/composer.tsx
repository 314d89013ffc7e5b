import { ActionIcon, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Call } from '../../../shared/call/call';
import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import type { WhisperTurn } from '../../../shared/call/transcript';
import { keyCap, labelWithKey } from '../../actions/action';
import { useAction, useBox } from '../../actions/use-actions';
import { dictate, whisper } from '../../actions/writing-actions';
import { useHeadset, useQuickTexts, useServices } from '../../services/services';
import { receiptLabel } from '../../transcript/turn-row';
import { leaveFocus } from '../../ui/keyboard/focus';
import { KeyCap } from '../../ui/keyboard/key-cap';
import styles from './composer.module.css';
import type { Drafts } from './drafts';
import { QuickTextMenu } from './quick-text-menu';

type Way = WhisperTurn['way'];

interface ComposerProps {
  readonly call: Call;
  readonly drafts: Drafts;
}

/** Box to write to the agent: privately, or what it is to say exactly. */
export function Composer({ call, drafts }: ComposerProps) {
  const { run } = useServices();
  const disabled = !useAction(whisper, call).isEnabled;
  const [way, setWay] = useState<Way>('whisper');
  const [text, setText] = useState(() => drafts.read(call.id, way));
  const [refusal, setRefusal] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const quickTexts = useQuickTexts();

  const write = (draft: string): void => {
    setText(draft);
    setRefusal(null);
    drafts.write(call.id, way, draft);
  };
  const choose = (next: Way): void => {
    setWay(next);
    setText(drafts.read(call.id, next));
    setRefusal(null);
  };
  const send = async (words: string): Promise<void> => {
    const act = { callId: call.id, text: words };
    const outcome = await run((api) => (way === 'whisper' ? api.operator.whisper(act) : api.operator.say(act)));
    if (!outcome.ok) setRefusal(outcome.sentence);
  };
  const sendText = (): void => {
    const words = text.trim();
    if (words === '' || disabled) return;
    write('');
    void send(words);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    const quick =
      event.altKey && /^Digit[1-9]$/.test(event.code) ? quickTexts[Number(event.code.slice(5)) - 1] : undefined;
    if (event.key !== 'Enter' && quick === undefined) return;
    event.preventDefault();
    if (quick !== undefined) void send(quick);
    else sendText();
  };
  useBox('whisper', box);

  return (
    <div className={styles['composer']}>
      <div className={styles['head']}>
        <SegmentedControl
          aria-label="How the agent takes it"
          size="xs"
          classNames={{ root: styles['ways'], indicator: styles['chosen'], label: styles['way'] }}
          value={way}
          onChange={(value) => choose(value === 'say' ? 'say' : 'whisper')}
          data={[
            { value: 'whisper', label: 'Whisper' },
            { value: 'say', label: 'Say' },
          ]}
        />
        <span className={styles['about']}>
          <span className={styles['who']}>
            {way === 'whisper' ? 'Only the agent sees this.' : 'The agent says exactly this.'}
          </span>{' '}
          <Receipt call={call} />
        </span>
        <DictateButton call={call} />
        <QuickTextMenu disabled={disabled} onSend={(words) => void send(words)} />
      </div>
      <TextInput
        ref={box}
        aria-label={way === 'whisper' ? 'Whisper to the agent' : 'What the agent is to say'}
        placeholder={way === 'whisper' ? 'Whisper to the agent…' : 'The agent says exactly this…'}
        disabled={disabled}
        maxLength={MAX_WORDS_CHARS}
        value={text}
        error={refusal}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        rightSectionWidth={64}
        rightSectionProps={{ className: styles['key'] }}
        rightSection={<KeyCap>{text === '' ? keyCap(whisper) : 'Enter'}</KeyCap>}
      />
    </div>
  );
}

function Receipt({ call }: { readonly call: Call }) {
  const last = lastWhisper(call);
  if (last === null) return null;
  return (
    <span role="status">
      Last one:{' '}
      <span className={styles['receipt']} data-state={last.receipt.state}>
        {receiptLabel(last)}
      </span>
    </span>
  );
}

function lastWhisper(call: Call): WhisperTurn | null {
  for (let index = call.turns.length - 1; index >= 0; index--) {
    const turn = call.turns[index];
    if (turn?.kind === 'whisper') return turn;
  }
  return null;
}

const LABEL = labelWithKey(dictate);

/** Held down, the operator speaks; let go, the words become a whisper. The caller hears none of it. */
function DictateButton({ call }: { readonly call: Call }) {
  const { isEnabled, perform, release } = useAction(dictate, call);
  const state = useHeadset((view) => view.dictation);
  return (
    <Tooltip label={LABEL}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={LABEL}
        aria-pressed={state === 'listening' || state === 'starting'}
        disabled={!isEnabled}
        loading={state === 'writing'}
        data-state={state}
        className={styles['dictate']}
        onMouseDown={leaveFocus}
        onPointerDown={perform}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={(event) => {
          if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) perform();
        }}
        onKeyUp={(event) => {
          if (event.key === ' ' || event.key === 'Enter') release();
        }}
      >
        <IconMicrophone size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

import { ActionIcon, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Call } from '../../../shared/call/call';
import { MAX_WORDS_CHARS } from '../../../shared/call/events/operator';
import type { WhisperTurn } from '../../../shared/call/transcript';
import { keyCap, labelWithKey, type CallAction } from '../../actions/action';
import { useAction, useBox } from '../../actions/use-actions';
import { dictate, speakAsAgent, whisper } from '../../actions/writing-actions';
import { useHeadset, useQuickTexts, useServices } from '../../services/services';
import { receiptLabel, replyTo } from '../../transcript/turn-words';
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

/**
 * Box to write to the agent: privately, or one line that it says to the caller. After each line it is private again, so
 * that no note meant for the agent is spoken.
 */
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
    choose('whisper');
    const outcome = await run((api) => (way === 'whisper' ? api.operator.whisper(act) : api.operator.say(act)));
    if (outcome.ok) return;
    // Words that were refused are there to be sent again, unless others were written meanwhile.
    if (drafts.read(call.id, way) === '') drafts.write(call.id, way, words);
    choose(way);
    setRefusal(outcome.sentence);
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
  useBoxOf('whisper', box, choose);
  useBoxOf('say', box, choose);
  const { action, label, about, placeholder } = WAYS[way];

  return (
    <div className={styles['composer']} data-way={way}>
      <div className={styles['head']}>
        <SegmentedControl
          aria-label="How the agent takes it"
          size="xs"
          classNames={{ root: styles['ways'], indicator: styles['chosen'], label: styles['way'] }}
          value={way}
          onChange={(value) => choose(value === 'say' ? 'say' : 'whisper')}
          data={[
            { value: 'whisper', label: 'Whisper' },
            { value: 'say', label: 'Speak as agent' },
          ]}
        />
        <span className={styles['about']}>
          <span className={styles['who']}>{about}</span> <Receipt call={call} />
        </span>
        <DictateButton call={call} />
        <QuickTextMenu disabled={disabled} onSend={(words) => void send(words)} />
      </div>
      <TextInput
        ref={box}
        aria-label={label}
        placeholder={placeholder}
        disabled={disabled}
        maxLength={MAX_WORDS_CHARS}
        value={text}
        error={refusal}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        rightSectionWidth={64}
        rightSectionProps={{ className: styles['key'] }}
        rightSection={<KeyCap>{text === '' ? keyCap(action) : 'Enter'}</KeyCap>}
      />
    </div>
  );
}

interface WayLabels {
  readonly action: CallAction;
  readonly label: string;
  readonly about: string;
  readonly placeholder: string;
}

const WAYS: Readonly<Record<Way, WayLabels>> = {
  whisper: {
    action: whisper,
    label: 'Whisper to the agent',
    about: 'Only the agent sees this.',
    placeholder: 'Whisper to the agent…',
  },
  say: {
    action: speakAsAgent,
    label: 'Speak as agent',
    about: 'The caller will hear this, word for word.',
    placeholder: 'Words the agent says to the caller…',
  },
};

/** Makes the box the target of a way's key, which chooses that way first. */
function useBoxOf(way: Way, box: RefObject<HTMLInputElement | null>, choose: (way: Way) => void): void {
  const target = useRef<Pick<HTMLElement, 'focus'>>(null);
  useImperativeHandle(target, () => ({
    focus: () => {
      choose(way);
      box.current?.focus();
    },
  }));
  useBox(way, target);
}

function Receipt({ call }: { readonly call: Call }) {
  const last = lastWhisper(call);
  if (last === null) return null;
  const { words, tone } = receiptLabel(last, replyTo(last, call.turns));
  return (
    <span role="status">
      Last one:{' '}
      <span className={styles['receipt']} data-state={tone}>
        {words}
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

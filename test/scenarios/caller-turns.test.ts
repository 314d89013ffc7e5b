import { afterEach, expect, it } from 'vitest';
import { TURN_TAKING_PRESETS } from '../../src/shared/agent/turn-taking';
import { newAct } from '../../src/shared/tool/new-tool';
import type { Tool } from '../../src/shared/tool/tool';
import { openPhoneRig, type PhoneRig } from './phone-rig.fixture';

let rig: PhoneRig;

afterEach(async () => {
  await rig.close();
});

it('keys that a caller presses on the phone are answered by the agent', async () => {
  rig = await openPhoneRig({
    dialogue: ({ context }) => {
      const last = context.at(-1);
      return [{ say: last?.by === 'caller' ? `You: ${last.text.replace(/^.*: /, '')}` : 'Please enter your number.' }];
    },
  });
  const call = rig.dialIn();
  await call.untilAgentSpeaks();
  await call.untilAgentQuiet(300);
  for (const digit of '482913#') call.press(digit);
  await rig.untilTrue(() => rig.call().turns.some((turn) => turn.kind === 'agent' && turn.text === 'You: 482913#'));
  const pressed = rig.events().flatMap((event) => (event.type === 'caller.pressedKey' ? [event.digit] : []));
  expect(pressed.join('')).toBe('482913#');
  call.hangUp();
  expect(await call.ended).toMatchObject({ codes: [], violations: [] });
});

it('secret digits that the agent asks for reach it alone, and no turn is made of them', async () => {
  rig = await openPhoneRig({
    tools: [{ ...newAct('ask_for_digits'), isSecret: true } as Tool],
    dialogue: ({ context }) => {
      const last = context.at(-1);
      if (last?.by === 'tool') return [{ say: last.output.includes('"4829"') ? 'Thank you.' : 'That is wrong.' }];
      return [{ say: 'Your PIN, please.' }, { call: 'ask_for_digits', arguments: { digits: 4 } }];
    },
  });
  const call = rig.dialIn();
  await rig.until('tool.called');
  for (const digit of '4829#') call.press(digit);
  await rig.untilTrue(() => rig.call().turns.some((turn) => turn.kind === 'agent' && turn.text === 'Thank you.'));
  expect(rig.events().filter(({ type }) => type === 'caller.pressedSecretKey')).toHaveLength(4);
  expect(JSON.stringify(rig.events())).not.toMatch(/\b4829\b/);
  expect(rig.call().turns.filter(({ kind }) => kind === 'caller')).toEqual([]);
  call.hangUp();
  expect(await call.ended).toMatchObject({ codes: [], violations: [] });
});

it('a caller who says nothing is asked again, and no words of theirs are made up', async () => {
  const { balanced } = TURN_TAKING_PRESETS;
  if (balanced.by !== 'silence') throw new Error('this preset has an idle timeout');
  rig = await openPhoneRig({ turnTaking: { ...balanced, idleTimeoutMs: 5000 } });
  const call = rig.dialIn();
  await rig.until('caller.wasIdle');
  const [session] = rig.model.sessions;
  await session?.log.until(({ type }) => type === 'conversation.item.input_audio_transcription.completed');
  await rig.untilTrue(() => rig.call().turns.filter(({ kind }) => kind === 'agent').length === 2);
  expect(rig.call().turns.map(({ kind }) => kind)).toEqual(['agent', 'note', 'agent']);
  call.hangUp();
  expect(await call.ended).toMatchObject({ codes: [], violations: [] });
});

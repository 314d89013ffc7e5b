import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadClips } from '../clips/clips';
import { ManualClock } from '../clock';
import { whileTimePasses } from '../settled-sockets.fixture';
import { audioMessage, startRig, type Rig } from '../twilio/twilio-simulator.fixture';
import type { SimulatedCall } from '../twilio/simulated-call';
import twilio from 'twilio';
import { answerDemoCall, demoPerson } from './demo-people';

const clips = loadClips(path.resolve('resources/clips'));
let rig: Rig | undefined;

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

describe('the people of the demonstration', () => {
  it('are busy, away, out of reach, machines, unwilling, or there', () => {
    const person = demoPerson(clips);
    const seen = ['0', '1', '2', '3', '4', '5', '9'].map((digit) => person(`+1212555018${digit}`));
    expect(seen.map(({ then }) => then)).toEqual([
      'is-busy',
      'does-not-answer',
      'cannot-be-reached',
      ...Array<string>(4).fill('answers'),
    ]);
    expect(seen[3]?.isMachine).toBe(true);
    expect(seen[4]?.presses).toBe('2');
    expect(seen[5]?.says).toBeDefined();
  });

  it('hold a conversation when they are called, and hang up', async () => {
    const clock = new ManualClock();
    const running = await startRig({
      simulator: { numbers: [{ phoneNumber: '+14155550134' }], clock },
      onStream: (stream) => {
        const say = (): void => stream.send(audioMessage(stream, 400));
        void stream.until(({ event }) => event === 'start').then(say);
        // Answers a while after each utterance.
        let wasLoud = false;
        stream.socket.on('message', () => {
          const last = stream.messages.at(-1);
          const payload = (last?.['media'] as { payload?: string } | undefined)?.payload;
          if (payload === undefined) return;
          const isLoud = Buffer.from(payload, 'base64').some((byte) => byte !== 0xff);
          if (wasLoud && !isLoud) say();
          wasLoud = isLoud;
        });
      },
    });
    rig = running;
    const placed = new Promise<SimulatedCall>((resolve) => running.simulator.onPlacedCall(resolve));
    const client = twilio(running.simulator.account.sid, running.simulator.account.authToken);
    client.api.baseUrl = running.simulator.apiUrl;
    const url = `${running.product.url}/voice`;
    await client.calls.create({ from: '+14155550134', to: '+12125550189', url });
    const call = await placed;
    await whileTimePasses(clock, answerDemoCall(call, clips));
    expect(await whileTimePasses(clock, call.ended)).toMatchObject({ status: 'completed', endedBy: 'caller' });
    expect(call.heard().heardMs).toBeGreaterThanOrEqual(1600);
  });
});

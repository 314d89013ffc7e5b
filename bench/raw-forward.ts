import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * Minimal bridge that everything else is measured against: accepts the carrier's stream, dials the model and forwards audio
 * both ways. It has no checks, marks, interruption or journal.
 */
const modelUrl = `${process.env['OPENAI_REALTIME_URL'] ?? ''}?model=gpt-realtime-2.1`;
const headers = { Authorization: `Bearer ${process.env['OPENAI_API_KEY'] ?? ''}` };
const TELEPHONE = { format: { type: 'audio/pcmu' } };
const SETTINGS = { type: 'realtime', audio: { input: TELEPHONE, output: TELEPHONE } };

interface CarrierFrame {
  readonly event: string;
  readonly streamSid: string;
  readonly media: { readonly payload: string };
}

interface ModelFrame {
  readonly type: string;
  readonly delta: string;
}

function forward(caller: WebSocket): void {
  const model = new WebSocket(modelUrl, { headers, perMessageDeflate: false });
  let streamSid = '';
  let held: string[] | null = [];
  const append = (payload: string): void => {
    if (held !== null) held.push(payload);
    else model.send(`{"type":"input_audio_buffer.append","audio":"${payload}"}`);
  };
  caller.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as CarrierFrame;
    if (frame.event === 'media') append(frame.media.payload);
    else if (frame.event === 'start') streamSid = frame.streamSid;
  });
  model.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ModelFrame;
    if (frame.type === 'response.output_audio.delta')
      caller.send(`{"event":"media","streamSid":"${streamSid}","media":{"payload":"${frame.delta}"}}`);
    else if (frame.type === 'session.created')
      model.send(JSON.stringify({ type: 'session.update', session: SETTINGS }));
    else if (frame.type === 'session.updated') {
      const waiting = held ?? [];
      held = null;
      for (const payload of waiting) append(payload);
    }
  });
  caller.on('close', () => model.terminate());
  model.on('close', () => caller.close());
  caller.on('error', () => caller.terminate());
  model.on('error', () => caller.close());
}

const server = createServer((request, response) => {
  response
    .setHeader('content-type', 'text/xml')
    .end(
      `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="ws://${request.headers.host ?? ''}/call"/></Connect></Response>`,
    );
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', forward);
server.listen(Number(process.env['SWITCHBOARD_PUBLIC_PORT'] ?? 0), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ ready: true, public: `http://127.0.0.1:${String(port)}` }));
});
process.on('SIGTERM', () => process.exit(0));

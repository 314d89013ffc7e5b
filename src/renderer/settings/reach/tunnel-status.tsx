import { useConsole } from '../../services/services';
import { formatSince } from '../../ui/text/format';
import { Notice, type NoticeTone } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';
import { tunnelWords, type Tunnel } from './tunnel-words';
import { useTimed } from '../../ui/time/use-timed';

const TONES: Readonly<Record<Tunnel['state'], NoticeTone>> = {
  off: 'plain',
  connecting: 'busy',
  ok: 'ok',
  failing: 'failing',
};

/** Status of the tunnel through which Twilio reaches this machine; read out when it changes. */
export function TunnelStatus() {
  const tunnel = useConsole((view) => view.console.tunnel);
  const since = useTimed((now) => (tunnel === null ? '' : formatSince(tunnel.since, now)));
  const { sentence, remedy } = tunnelWords(tunnel);
  return (
    <div aria-live="polite">
      <Notice
        tone={tunnel === null ? 'plain' : TONES[tunnel.state]}
        sentence={plainLine(sentence)}
        remedy={plainLine(remedy)}
        notes={tunnel === null || tunnel.state === 'off' ? [] : [`Since ${since}.`]}
      />
    </div>
  );
}

import type { Announcement, SpokenTag } from '../ports/ports-transfer';

/** Announcement texts of one language. */
interface SpokenLanguage {
  readonly voice: SpokenTag;
  /** `digits`: the caller's number, digits spaced apart; null: unknown. */
  readonly whoCalls: (agentName: string, digits: string | null) => string;
  /** Question the webhook understands: 2 declines, everything else takes the call. */
  readonly question: string;
}

const ENGLISH: SpokenLanguage = {
  voice: 'en-US',
  whoCalls: (agent, digits) =>
    `Hello. ${agent} has ${digits === null ? 'a caller with no number' : `a caller with the number ${digits}`} on the line, to be put through to you.`,
  question: 'Press 1 or stay on the line to take the call. Press 2 to decline.',
};

const LANGUAGES: ReadonlyMap<string, SpokenLanguage> = new Map<string, SpokenLanguage>([
  ['en', ENGLISH],
  [
    'de',
    {
      voice: 'de-DE',
      whoCalls: (agent, digits) =>
        `Hallo. ${agent} hat einen Anruf für Sie, ${digits === null ? 'ohne Rufnummer' : `von der Nummer ${digits}`}.`,
      question:
        'Drücken Sie die 1 oder bleiben Sie am Apparat, um den Anruf anzunehmen. Drücken Sie die 2, um ihn abzulehnen.',
    },
  ],
  [
    'es',
    {
      voice: 'es-ES',
      whoCalls: (agent, digits) =>
        `Hola. ${agent} tiene una llamada para usted, ${digits === null ? 'sin número' : `del número ${digits}`}.`,
      question: 'Pulse 1 o siga en línea para aceptar la llamada. Pulse 2 para rechazarla.',
    },
  ],
  [
    'fr',
    {
      voice: 'fr-FR',
      whoCalls: (agent, digits) =>
        `Bonjour. ${agent} a un appel pour vous, ${digits === null ? 'sans numéro' : `du numéro ${digits}`}.`,
      question: 'Appuyez sur 1 ou restez en ligne pour prendre l’appel. Appuyez sur 2 pour le refuser.',
    },
  ],
  [
    'it',
    {
      voice: 'it-IT',
      whoCalls: (agent, digits) =>
        `Salve. ${agent} ha una chiamata per lei, ${digits === null ? 'senza numero' : `dal numero ${digits}`}.`,
      question: 'Prema 1 o resti in linea per accettare la chiamata. Prema 2 per rifiutarla.',
    },
  ],
  [
    'nl',
    {
      voice: 'nl-NL',
      whoCalls: (agent, digits) =>
        `Hallo. ${agent} heeft een gesprek voor u, ${digits === null ? 'zonder nummer' : `van het nummer ${digits}`}.`,
      question: 'Druk op 1 of blijf aan de lijn om het gesprek aan te nemen. Druk op 2 om te weigeren.',
    },
  ],
  [
    'pt',
    {
      voice: 'pt-BR',
      whoCalls: (agent, digits) =>
        `Olá. ${agent} tem uma ligação para você, ${digits === null ? 'sem número' : `do número ${digits}`}.`,
      question: 'Pressione 1 ou permaneça na linha para atender. Pressione 2 para recusar.',
    },
  ],
  [
    'pl',
    {
      voice: 'pl-PL',
      whoCalls: (agent, digits) =>
        `Dzień dobry. ${agent} ma dla Państwa połączenie ${digits === null ? 'bez numeru' : `z numeru ${digits}`}.`,
      question: 'Aby odebrać, proszę nacisnąć 1 lub pozostać na linii. Aby odrzucić, proszę nacisnąć 2.',
    },
  ],
  [
    'sv',
    {
      voice: 'sv-SE',
      whoCalls: (agent, digits) =>
        `Hej. ${agent} har ett samtal till dig, ${digits === null ? 'utan nummer' : `från numret ${digits}`}.`,
      question: 'Tryck 1 eller stanna kvar på linjen för att ta samtalet. Tryck 2 för att avböja.',
    },
  ],
  [
    'da',
    {
      voice: 'da-DK',
      whoCalls: (agent, digits) =>
        `Hej. ${agent} har et opkald til dig, ${digits === null ? 'uden nummer' : `fra nummeret ${digits}`}.`,
      question: 'Tryk 1 eller bliv på linjen for at tage opkaldet. Tryk 2 for at afvise det.',
    },
  ],
  [
    'no',
    {
      voice: 'nb-NO',
      whoCalls: (agent, digits) =>
        `Hei. ${agent} har en samtale til deg, ${digits === null ? 'uten nummer' : `fra nummeret ${digits}`}.`,
      question: 'Trykk 1 eller bli på linjen for å ta samtalen. Trykk 2 for å avslå.',
    },
  ],
]);

interface AnnouncedCall {
  /** The operator's text; empty: the announcement says who is calling. */
  readonly written: string;
  /** Caller's number, as the carrier gives it. */
  readonly from: string;
  readonly agent: { readonly name: string; readonly language: string };
}

/**
 * Returns the announcement of a transfer in the agent's language, or in English where that language is missing here.
 */
export function announcementOf({ written, from, agent }: AnnouncedCall): Announcement {
  const { voice, whoCalls, question } = LANGUAGES.get(agent.language) ?? ENGLISH;
  const digits = /^\+\d{7,15}$/.test(from) ? from.slice(1).replace(/\d(?=\d)/g, '$& ') : null;
  return { words: `${written === '' ? whoCalls(agent.name, digits) : written} ${question}`, voice };
}

/** Formats a running time as `02:14` or `1:02:14`; `ms` below zero counts as zero. */
export function formatTimer(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${pad(minutes)}:${pad(seconds)}`;
}

/** Formats a moment within a call as `2:14` or `1:02:14`; `ms` since its start. */
export function formatOffset(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** Formats the time somebody waited for words: `640 ms`, from one second on `1.9 s`. */
export function formatLatency(ms: number): string {
  return ms < 999.5 ? `${Math.round(ms)} ms` : formatTook(ms);
}

/** Formats the duration of a piece of work: `0.4 s`, from one minute on `1:05`, below 50 ms `<0.1 s`. */
export function formatTook(ms: number): string {
  if (ms < 50) return '<0.1 s';
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : formatOffset(ms);
}

/** Formats how long a state has lasted: `<1 min`, `4 min`, `3 h`, `2 d`. */
export function formatLasted(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '<1 min';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** Formats an amount of money as `$0.12`; one too small to show in cents as `<$0.01`. */
export function formatUsd(usd: number): string {
  if (usd > 0 && usd < 0.005) return '<$0.01';
  return `$${usd.toFixed(2)}`;
}

/** Formats a time of day in the reader's locale, to the minute; `at` in epoch ms. */
export function formatTimeOfDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** Day of a moment in the reader's time zone, as `2026-12-01`; `at` in epoch ms. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Formats the day of a moment: `today`, `yesterday`, `on Tue, Nov 24`. `today` comes from `dayOf`. */
export function dayLabel(at: number, today: string): string {
  const day = dayOf(at);
  if (day === today) return 'today';
  const next = new Date(at);
  next.setDate(next.getDate() + 1);
  if (dayOf(next.getTime()) === today) return 'yesterday';
  return `on ${new Intl.DateTimeFormat(undefined, { weekday: 'short', month: 'short', day: 'numeric' }).format(at)}`;
}

/** Formats a moment as `14:03` within 20 hours of `now`, otherwise with its date; both in epoch ms. */
export function formatSince(at: number, now: number): string {
  const isNear = Math.abs(now - at) < 20 * 3_600_000;
  return isNear
    ? formatTimeOfDay(at)
    : new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

function split(ms: number): { readonly hours: number; readonly minutes: number; readonly seconds: number } {
  const total = Math.floor(Math.max(0, ms) / 1000);
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** A browser may begin to read only when the person has said where to. */
const KEEP_MS = 60_000;

/** Lets the person keep a text as a file, where their browser or system puts such files. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

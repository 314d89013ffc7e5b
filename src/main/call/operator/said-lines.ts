const MAX_KEPT_LINES = 200;

interface Line<Who> {
  readonly id: string;
  readonly who: Who;
  text: string;
}

/** What people said, a line each, in the order it was begun. The oldest go when there are more than 200. */
export class SaidLines<Who extends string> {
  private lines: Line<Who>[] = [];

  clear(): void {
    this.lines = [];
  }

  /** Somebody begins to speak. `id`: of what they say. */
  open(id: string, who: Who): void {
    this.lines.push({ id, who, text: '' });
    if (this.lines.length > MAX_KEPT_LINES) this.lines.shift();
  }

  /** The words of a line that was opened. */
  write(id: string, text: string): void {
    const line = this.lines.find((each) => each.id === id);
    if (line !== undefined) line.text = text.trim();
  }

  /** The lines that have words, the oldest first; the newest when there is more than `maxChars` of them. */
  asText(maxChars: number): string {
    const said = this.lines.filter(({ text }) => text !== '').map(({ who, text }) => `${who}: ${text}`);
    return said.join('\n').slice(-maxChars);
  }
}

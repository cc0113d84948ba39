/** All that callers have sent, so that tests can say what was asked and that nothing private was in it. */

export interface Entry {
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  /** The body as text, as it came. */
  body: string;
  /** What was answered; absent while the call runs or when the answer was swallowed by a fault. */
  answer?: object;
}

const KEPT = 10_000;

export class Transcript {
  private entries: Entry[] = [];

  add(entry: Entry): Entry {
    this.entries.push(entry);
    if (this.entries.length > KEPT) this.entries.shift();
    return entry;
  }

  all(): readonly Entry[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}

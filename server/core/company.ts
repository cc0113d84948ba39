/** SQLite has one writer. Who comes while it works goes in together: one commit, and so one wait for the disk, for all. */

/** What surrounds the works of a company. */
export interface Door {
  begin(): Promise<void>;
  /** Safe on disk. */
  commit(): Promise<void>;
  undo(): Promise<void>;
  /** A part of the company's transaction that can be undone alone. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** @throws when the database undid more than the part */
  drop(): Promise<void>;
}

const everybodyRead = () => new Promise((done) => setImmediate(done));

interface Member {
  work: () => Promise<unknown>;
  done: (result: never) => void;
  failed: (error: unknown) => void;
  onUndo: () => void;
}

/** The first of a company waits for the last, so it stays small. */
const MOST = 32;

export class Company {
  private waiting: Member[] = [];
  private working: Promise<void> | undefined;

  constructor(private readonly door: Door) {}

  /**
   * Whole or not at all, after everybody who came before; told only when it is safe on disk.
   * @param onUndo called when the work was done and is undone with the company, or failed itself
   */
  join<T>(work: () => Promise<T>, onUndo: () => void): Promise<T> {
    return new Promise<T>((done, failed) => {
      this.waiting.push({ work, done, failed, onUndo });
      this.working ??= this.letIn();
    });
  }

  /** Nobody is inside or waits any more. */
  async left(): Promise<void> {
    await this.working;
  }

  private async letIn(): Promise<void> {
    while (this.waiting.length > 0) {
      // Whoever's request lies in a socket already comes too; otherwise a company would be one.
      await everybodyRead();
      await this.together(this.waiting.splice(0, MOST));
    }
    this.working = undefined;
  }

  private async together(members: Member[]): Promise<void> {
    const results = new Map<Member, unknown>();
    const refused = new Set<Member>();
    try {
      await this.door.begin();
      for (const member of members) {
        await this.door.open();
        try {
          const result = await member.work();
          await this.door.close();
          results.set(member, result);
        } catch (error) {
          refused.add(member);
          member.onUndo();
          member.failed(error);
          // A full disk undoes the whole company at once: then this is everybody's error.
          await this.door.drop().catch(() => {
            throw error;
          });
        }
      }
      await this.door.commit();
    } catch (error) {
      await this.door.undo();
      for (const member of members.reverse()) {
        if (results.has(member)) member.onUndo();
        if (!refused.has(member)) member.failed(error);
      }
      return;
    }
    for (const [member, result] of results) member.done(result as never);
  }
}

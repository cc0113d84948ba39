/** Caches that stay true on every instance: a version row is bumped with the change and polled each second. */
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Db } from './db.js';

type Reload = () => Promise<void>;

@Injectable()
export class Watch implements OnApplicationShutdown {
  private readonly log = new Logger('watch');
  private readonly seen = new Map<string, number>();
  private readonly reloads = new Map<string, Reload[]>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Db) {
    db.onBump = (names) => this.poll(names);
  }

  /** Loads now, and again whenever a committed transaction bumps the name, here or on another instance. */
  async keep(name: string, reload: Reload): Promise<void> {
    this.reloads.set(name, [...(this.reloads.get(name) ?? []), reload]);
    if (!this.seen.has(name)) this.seen.set(name, (await this.versions()).get(name) ?? 0);
    await reload();
    this.timer ??= setInterval(() => void this.poll(), 1000).unref();
  }

  private async versions(): Promise<Map<string, number>> {
    const rows = await this.db.read.query<{ name: string; n: number }>('SELECT name, n FROM version');
    return new Map(rows.map((r) => [r.name, Number(r.n)]));
  }

  /** A failure is made good a second later; the change that asked for it is committed already. */
  private async poll(names?: string[]): Promise<void> {
    try {
      await this.check(names);
    } catch (error) {
      this.log.warn(`cannot look for changes: ${(error as Error).message}`);
    }
  }

  private async check(names?: string[]): Promise<void> {
    const current = await this.versions();
    for (const [name, n] of current) {
      if ((this.seen.get(name) ?? 0) >= n || (names && !names.includes(name))) continue;
      await this.again(name);
      // Only now: a reload that failed is tried again, and nobody takes one that still runs for done.
      this.seen.set(name, Math.max(n, this.seen.get(name) ?? 0));
    }
  }

  /** Loads anew what nobody changed, and what yet is another now. */
  async again(name: string): Promise<void> {
    for (const reload of this.reloads.get(name) ?? []) await reload();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}

/** Work on a thread of its own, beside the one that serves: asked by name, answered in time, ended at once when told so. */
import { join } from 'node:path';
import { parentPort, Worker } from 'node:worker_threads';
import { root } from './root.js';

/** What a thread can be asked for; what goes in and out is copied. */
type Doors = Record<string, (...given: never[]) => unknown>;

interface Question {
  id: number;
  name: string;
  given: unknown[];
}
type Answer = { id: number } & ({ result: unknown } | { fault: unknown });
interface Waiting {
  done(result: never): void;
  failed(fault: unknown): void;
}

export class Thread<D extends Doors> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private over: { fault: unknown } | null = null;

  /**
   * @param file of the thread, from the root of the sources; the compiled one runs, also for a spec
   * @param data what it begins with, as `workerData`
   * @param stop ends it amid whatever it does; what was asked fails with the reason
   */
  constructor(
    file: string,
    data: unknown,
    private readonly stop?: AbortSignal,
  ) {
    this.worker = new Worker(join(root, 'server/dist', file.replace(/\.ts$/, '.js')), { workerData: data });
    this.worker.on('message', (answer: Answer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('fault' in answer) waiting?.failed(answer.fault);
      else waiting?.done(answer.result as never);
    });
    this.worker.on('error', (fault) => this.fail(fault));
    this.worker.on('exit', () => this.fail(new Error(`the thread ${file} has ended`)));
    stop?.addEventListener('abort', this.onStop);
    if (stop?.aborted) this.onStop();
  }

  ask<K extends keyof D & string>(name: K, ...given: Parameters<D[K]>): Promise<Awaited<ReturnType<D[K]>>> {
    return new Promise((done, failed) => {
      if (this.over) return failed(this.over.fault);
      const question: Question = { id: ++this.asked, name, given };
      this.waiting.set(question.id, { done, failed });
      this.worker.postMessage(question);
    });
  }

  async end(): Promise<void> {
    this.stop?.removeEventListener('abort', this.onStop);
    await this.worker.terminate();
  }

  private readonly onStop = () => {
    this.fail(this.stop?.reason);
    void this.worker.terminate();
  };

  private fail(fault: unknown): void {
    this.over ??= { fault };
    for (const { failed } of this.waiting.values()) failed(this.over.fault);
    this.waiting.clear();
  }
}

/** The other side: answers what the thread is asked, one question after the other. */
export function answer(doors: Doors): void {
  parentPort?.on('message', ({ id, name, given }: Question) => {
    try {
      parentPort?.postMessage({ id, result: doors[name](...(given as never[])) });
    } catch (fault) {
      parentPort?.postMessage({ id, fault });
    }
  });
}

/** An import as the server sees it at work: the thread that reads the file, and how far it is. */
import type { ImportProgress } from '../../../shared/views.js';
import { Thread } from '../../core/thread.js';
import type { ReadOptions } from './geojson.js';
import type { doors } from './import.thread.js';

/** What of the options the thread has to know. */
export type FileOptions = Pick<
  ReadOptions,
  'level' | 'code' | 'name' | 'parent' | 'under' | 'datum' | 'scheme' | 'width'
>;

export interface ImportGiven {
  text: string;
  options: FileOptions;
  counts: SharedArrayBuffer;
}

const STAGES = ['reading', 'comparing', 'writing'] as const;

/** How far it is, in memory that both threads see: nobody has to be sent a message for each step. */
export class Meter {
  private readonly cells: Int32Array;

  constructor(readonly counts = new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT)) {
    this.cells = new Int32Array(counts);
  }

  at(stage: ImportProgress['stage'], done: number, total: number): void {
    this.cells.set([STAGES.indexOf(stage), done, total]);
  }

  /** One more pair of neighbours. */
  pair(): void {
    this.cells[3]++;
  }

  get now(): ImportProgress {
    const [stage, done, total, pairs] = this.cells;
    return { stage: STAGES[stage], done, total, pairs };
  }
}

export class ImportWork extends Thread<typeof doors> {
  readonly meter: Meter;

  constructor(text: string, options: FileOptions, stop?: AbortSignal) {
    const meter = new Meter();
    const { level, code, name, parent, under, datum, scheme, width } = options;
    const given: ImportGiven = {
      text,
      options: { level, code, name, parent, under, datum, scheme, width },
      counts: meter.counts,
    };
    super('server/features/places/import.thread.ts', given, stop);
    this.meter = meter;
  }
}

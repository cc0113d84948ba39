/** The thread of an import: it reads the file and compares outlines, while the server goes on serving. */
import { workerData } from 'node:worker_threads';
import { answer } from '../../core/thread.js';
import { ImportFile } from './import.file.js';
import { type ImportGiven, Meter } from './import.work.js';

const { text, options, counts } = workerData as ImportGiven;
const file = new ImportFile(text, options, new Meter(counts));

export const doors = {
  parents: () => file.parents(),
  read: (...given: Parameters<ImportFile['read']>) => file.read(...given),
  compare: (...given: Parameters<ImportFile['compare']>) => file.compare(...given),
  preview: (...given: Parameters<ImportFile['preview']>) => file.preview(...given),
};
answer(doors);

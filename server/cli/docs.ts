/** Commands that write the documents which are derived from the declarations. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../core/root.js';
import { type Commands, type Screen } from './cli.js';
import { flowDocument } from './flow.js';

export const FLOW_FILE = join(root, 'docs/flow.md');

export const docsCommands: Commands<Screen> = {
  'docs flow': {
    usage: 'docs flow                   从 shared/case-flow.ts 写出 docs/flow.md（流程图和动作表）',
    async run(_args, { print }) {
      await mkdir(dirname(FLOW_FILE), { recursive: true });
      await writeFile(FLOW_FILE, flowDocument());
      print(`已写出 ${FLOW_FILE}`);
      return 0;
    },
  },
};

/** What a command of the command line is, what it is given, and how it says what it did. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { problems } from '../../shared/problems.js';
import type { Ctx } from '../core/ctx.js';
import type { Db } from '../core/db.js';
import { Problem } from '../core/problem.js';
import type { Secrets } from '../core/secrets.js';

export interface Cli {
  db: Db;
  secrets: Secrets;
  /** A service of the server, which wakes up for it as far as it holds things in memory. */
  service<T>(type: new (...args: never[]) => T): Promise<T>;
  /** One transaction in the name of the system. */
  ctx<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
  print(line: string): void;
  /** A line that the next one writes over. */
  progress(line: string): void;
  /** Somebody pressed Ctrl-C: end at the next whole step. */
  stop: AbortSignal;
}

/** What a command needs that works without a database. */
export type Screen = Pick<Cli, 'print' | 'progress'>;

export interface Command<App extends Screen = Cli> {
  usage: string;
  /**
   * @param args what stands after the command's name
   * @returns the exit code
   * @throws UsageError when the arguments cannot be understood
   */
  run(args: string[], app: App): Promise<number>;
}
export type Commands<App extends Screen = Cli> = Record<string, Command<App>>;

/** The arguments are at fault: its message and the command's usage are printed, the exit code is 2. */
export class UsageError extends Error {}

/** `parseArgs` of Node with its complaints as UsageError. */
export function parsed<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * Runs the command that the words name.
 * @returns its exit code; 1 when it was refused, 2 when the words cannot be understood
 */
export async function runCommand<App extends Screen>(
  commands: Commands<App>,
  words: readonly string[],
  app: App,
): Promise<number> {
  const name = Object.keys(commands).find((n) => n === words.slice(0, n.split(' ').length).join(' '));
  if (!name) {
    for (const { usage } of Object.values(commands)) app.print(usage);
    return 2;
  }
  try {
    return await commands[name].run(words.slice(name.split(' ').length), app);
  } catch (error) {
    if (error instanceof UsageError) {
      app.print(error.message);
      app.print(commands[name].usage);
      return 2;
    }
    if (!(error instanceof Problem)) throw error;
    const { title } = problems[error.code];
    app.print(error.message === title ? title : `${title}：${error.message}`);
    return 1;
  }
}

/** On a terminal progress is one line; elsewhere (a log) at most one line in ten seconds. */
export function screen(out: NodeJS.WriteStream = process.stdout): Screen {
  let isOpen = false;
  let last = 0;
  const close = () => {
    if (isOpen) out.write('\n');
    isOpen = false;
  };
  return {
    print(line) {
      close();
      out.write(`${line}\n`);
    },
    progress(line) {
      if (out.isTTY) {
        out.write(`\r\u001b[K${line}`);
        isOpen = true;
        return;
      }
      const at = performance.now();
      if (last > 0 && at - last < 10_000) return;
      last = at;
      out.write(`${line}\n`);
    },
  };
}

/** Chinese letters take two columns on a terminal. */
const columns = (text: string) => [...text].reduce((sum, c) => sum + (c.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);

/** Lines of a table; the last column is not padded. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => columns(row[i]))));
  const pad = (text: string, i: number) =>
    i === head.length - 1 ? text : text + ' '.repeat(widths[i] - columns(text));
  return all.map((row) => row.map(pad).join('  '));
}

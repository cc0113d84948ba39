/** The command line of the product: `npm run gezhi -- <command>`. */
import { createApp } from '../app.js';
import { Ctx, system } from '../core/ctx.js';
import { readEnv } from '../core/env.js';
import { auditCommands } from './audit.js';
import { type Cli, runCommand, screen } from './cli.js';
import { docsCommands } from './docs.js';
import { placesCommands } from './places.js';
import { searchCommands } from './search.js';
import { statsCommands } from './stats.js';

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  // Documents are written from the declarations alone: no database is opened, or made, for them.
  if (words[0] === 'docs') return runCommand(docsCommands, words, screen());
  const { app, db, secrets } = await createApp({ ...readEnv(), city: 'none' });
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort());
  const cli: Cli = {
    db,
    secrets,
    service: async (type) => (await app.init()).get(type),
    ctx: (work) => Ctx.writing({ db, actor: system, source: 'cli' }, work),
    ...screen(),
    stop: stop.signal,
  };
  try {
    return await runCommand(
      { ...placesCommands, ...searchCommands, ...auditCommands, ...statsCommands, ...docsCommands },
      words,
      cli,
    );
  } finally {
    await app.close();
    await db.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);

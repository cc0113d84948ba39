/** Writes the audit log, each row sealed with the one before it, and proves that nobody changed it afterwards. */
import { Injectable } from '@nestjs/common';
import type { Ctx } from '../../core/ctx.js';
import type { Db, Rows, Tx } from '../../core/db.js';
import { counter } from '../../core/jobs.tables.js';
import { Secrets } from '../../core/secrets.js';
import type { Row } from '../../core/tables.js';
import { audit } from './audit.tables.js';

export interface AuditEntry {
  /** `session.in`, `case.reveal`, `account.roles` … */
  action: string;
  /** What it was done to: `case:…`, `account:…`, `place:…`. */
  object?: string;
  /** False when it was tried and refused. */
  ok?: boolean;
  detail?: Record<string, unknown>;
  /** Who did it, where that is not the actor: somebody who tries to sign in is not known yet. */
  account?: string | null;
  who?: string | null;
}

/** Name of the row in `counter` that holds the number of the last entry, and whose lock puts writers in line. */
const LAST = 'audit';
const FIRST_SEAL = '';
const PAGE = 1000;

type AuditRecord = Row<typeof audit>;

@Injectable()
export class AuditService {
  constructor(private readonly secrets: Secrets) {}

  /** In the caller's transaction: an act that cannot be logged does not happen. */
  async write(ctx: Ctx, entry: AuditEntry): Promise<void> {
    const seq = await nextNumber(ctx.write);
    const { account, who } = this.doer(ctx, entry);
    const row: Omit<AuditRecord, 'seal'> = {
      seq,
      at: ctx.now,
      account,
      who: who && cut(who, 60),
      action: entry.action,
      object: entry.object ?? null,
      ok: entry.ok ?? true,
      source: ctx.source && cut(ctx.source, 60),
      detail: entry.detail ?? {},
    };
    const seal = this.secrets.chain(await sealBefore(ctx.write, seq), sealedText(row));
    await ctx.write.insert(audit, { ...row, seal });
  }

  /**
   * In a transaction of its own, for what is refused and leaves nothing else behind.
   * The context must have none: on SQLite a second transaction would wait for the first for ever.
   */
  async writeAlone(ctx: Ctx, entry: AuditEntry): Promise<void> {
    await ctx.begin((own) => this.write(own, entry));
  }

  /** What one person did last, the newest first. */
  newestBy(ctx: Ctx, account: string, action: string, most: number): Promise<AuditRecord[]> {
    return ctx.rows
      .from(audit, 'a')
      .where('a.account = :account AND a.action = :action', { account, action })
      .orderBy('a.seq', 'DESC')
      .take(most)
      .getMany();
  }

  private doer(ctx: Ctx, entry: AuditEntry): { account: string | null; who: string | null } {
    if (entry.account !== undefined) return { account: entry.account, who: entry.who ?? null };
    return { account: ctx.actor.id, who: entry.who ?? ctx.actor.name };
  }
}

/** The counter's row stays locked until the transaction ends, so numbers have no gaps and seals no forks. */
async function nextNumber(tx: Tx): Promise<number> {
  const next = () => tx.run('UPDATE counter SET n = n + 1 WHERE name = ?', [LAST]);
  if ((await next()) === 0) {
    await tx.run(`INSERT ${tx.dialect === 'mysql' ? 'IGNORE' : 'OR IGNORE'} INTO counter (name, n) VALUES (?, 0)`, [
      LAST,
    ]);
    await next();
  }
  const [row] = await tx.query<{ n: number }>('SELECT n FROM counter WHERE name = ?', [LAST]);
  return Number(row.n);
}

/** On MySQL a plain read would show the state at the beginning of the transaction, so it reads with a lock. */
async function sealBefore(tx: Tx, seq: number): Promise<string> {
  if (seq === 1) return FIRST_SEAL;
  const lock = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
  const [row] = await tx.query<{ seal: string }>(`SELECT seal FROM audit WHERE seq = ?${lock}`, [seq - 1]);
  return row?.seal ?? FIRST_SEAL;
}

function sealedText({ seq, at, account, who, action, object, ok, source, detail }: Omit<AuditRecord, 'seal'>): string {
  return JSON.stringify([seq, at.toISOString(), account, who, action, object, !!ok, source, detail]);
}

/** The first characters, with nothing in them that the database would store differently than it was sealed. */
const cut = (text: string, most: number) => [...Buffer.from(text).toString('utf8')].slice(0, most).join('');

/** What was noted of the log outside the database (see audit.anchors.ts). */
export interface Anchor {
  seq: number;
  seal: string;
  /** When it was noted, ISO 8601. */
  at: string;
}

export interface AuditVerdict {
  /** How many rows were read. */
  rows: number;
  /** Number of the first entry that was changed, removed or put in; null when the chain is whole. */
  brokenAt: number | null;
  /** Anchors whose entry is not in the part of the log that is whole, or is another one there. */
  lost: Anchor[];
}

/**
 * Walks the whole chain in pages, and looks for each entry that is anchored outside the database.
 * @param progress called after each page with the number of rows read so far
 */
export async function auditVerify(
  db: Db,
  secrets: Secrets,
  anchors: readonly Anchor[],
  progress?: (rows: number) => void,
): Promise<AuditVerdict> {
  const last = (await db.read.find(counter, { name: LAST }))?.n ?? 0;
  const open = new Set(anchors);
  let whole: Sealed = { seq: 0, seal: FIRST_SEAL };
  let brokenAt: number | null = null;
  while (brokenAt === null) {
    const page = await pageAfter(db.read, whole.seq);
    const end = wholePart(secrets, whole, page);
    for (const anchor of open) if (end.seals.get(anchor.seq) === anchor.seal) open.delete(anchor);
    whole = end.whole;
    if (end.seals.size < page.length || (page.length < PAGE && whole.seq < last)) brokenAt = whole.seq + 1;
    progress?.(whole.seq);
    if (page.length < PAGE) break;
  }
  const lost = [...open];
  const contradicted = lost.map(({ seq }) => Math.min(seq, whole.seq + 1));
  if (contradicted.length > 0) brokenAt = Math.min(brokenAt ?? Number.POSITIVE_INFINITY, ...contradicted);
  return { rows: whole.seq, brokenAt, lost };
}

type Sealed = Pick<AuditRecord, 'seq' | 'seal'>;

/** As far as the rows go on from what is whole. @returns their seals by number, and the last of them */
function wholePart(
  secrets: Secrets,
  before: Sealed,
  page: AuditRecord[],
): { whole: Sealed; seals: Map<number, string> } {
  const seals = new Map<number, string>();
  let whole = before;
  for (const row of page) {
    if (row.seq !== whole.seq + 1 || row.seal !== secrets.chain(whole.seal, sealedText(row))) break;
    seals.set(row.seq, row.seal);
    whole = row;
  }
  return { whole, seals };
}

const pageAfter = (rows: Rows, seq: number): Promise<AuditRecord[]> =>
  rows.from(audit, 'a').where('a.seq > :seq', { seq }).orderBy('a.seq', 'ASC').take(PAGE).getMany();

/** Lists of cases as files: asked for, written beside everything else, taken within a day. */
import { hostname } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { ExportView } from '../../../shared/views.js';
import { newId, now } from '../../core/clock.js';
import { Ctx } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { Jobs } from '../../core/jobs.js';
import { problem } from '../../core/problem.js';
import { Recurring } from '../../core/recurring.js';
import { scopeSql, scopeWith } from '../../core/scope.js';
import { Secrets } from '../../core/secrets.js';
import { Storage } from '../../core/storage.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { SessionService } from '../session/session.service.js';
import type { CaseFilter } from './cases.dto.js';
import type { CaseFile } from './cases.guards.js';
import { CasePhones, type PhoneMark } from './cases.phones.js';
import { CasesQueries } from './cases.queries.js';
import { newBook } from './exports.sheet.js';
import { caseExport } from './exports.tables.js';

type ExportRow = Row<typeof caseExport>;
interface Asked {
  filter: CaseFilter;
  phone: PhoneMark | null;
}

const DAY = 24 * 3_600_000;
const LEASE_MS = 120_000;
const LINK_SECONDS = 15 * 60;
const AT_ONCE = 500;
/** One person's that are not done yet. */
const MOST_WAITING = 2;
/** More rows than anybody reads; a spreadsheet holds ten times as many. */
const MOST_ROWS = 100_000;
const RUN = 'cases.export';

export interface ExportLink {
  id: string;
  until: number;
  sig: string;
}
const keyOf = (id: string) => `exports/${id}.xlsx`;
const signed = (id: string, until: number) => `export|${id}|${until}`;

@Injectable()
export class ExportsService implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('exports');
  private readonly me = `${hostname()}.${process.pid}.${newId().slice(-6)}`;
  private readonly running = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly recurring: Recurring,
    private readonly queries: CasesQueries,
    private readonly phones: CasePhones,
    private readonly sessions: SessionService,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
    private readonly secrets: Secrets,
    private readonly storage: Storage,
    private readonly audit: AuditService,
  ) {}

  onModuleInit(): void {
    // Not in the job itself: on SQLite nobody else could write for so long.
    this.jobs.on(RUN, async (ctx, { id }: { id: string }) => {
      ctx.write.afterwards.push(async () => this.begin(id));
    });
    this.recurring.every(5, 'exports.resume', (ctx) => this.resume(ctx));
    this.recurring.every(60, 'exports.sweep', (ctx) => this.sweep(ctx));
  }

  /** @throws export.too-many */
  async ask(ctx: Ctx, filter: Partial<CaseFilter>): Promise<ExportView> {
    const { page: _page, size: _size, near: _near, tel, ...kept } = filter;
    const waiting = await ctx.rows
      .from(caseExport, 'x')
      .where("x.account = :me AND x.state IN ('waiting', 'running')", { me: ctx.actor.id })
      .getCount();
    if (waiting >= MOST_WAITING) throw problem('export.too-many');
    const row: ExportRow = {
      id: ctx.newId(),
      account: ctx.actor.id,
      filter: kept,
      // The token ends before a long file does.
      phone: tel ? this.phones.opened(ctx, tel) : null,
      state: 'waiting',
      worker: null,
      leaseUntil: null,
      done: 0,
      total: null,
      error: null,
      createdAt: ctx.now,
      endedAt: null,
    };
    await ctx.write.insert(caseExport, row);
    // Which conditions, not what was typed: that may be somebody's telephone number.
    await this.audit.write(ctx, {
      action: 'case.export',
      object: `export:${row.id}`,
      detail: { conditions: Object.keys({ ...kept, ...(tel ? { tel } : {}) }) },
    });
    await ctx.later(RUN, { id: row.id });
    return this.view(ctx, row);
  }

  async mine(ctx: Ctx): Promise<ExportView[]> {
    const rows = await ctx.rows
      .from(caseExport, 'x')
      .where('x.account = :me', { me: ctx.actor.id })
      .orderBy('x.createdAt', 'DESC')
      .limit(20)
      .getMany();
    return rows.map((row) => this.view(ctx, row));
  }

  /** @throws not-found also when it is somebody else's */
  async stop(ctx: Ctx, id: string): Promise<ExportView> {
    const sql = `UPDATE case_export SET state = 'stopped', endedAt = ?, phone = NULL WHERE id = ? AND account = ?
      AND state IN ('waiting', 'running')`;
    await ctx.write.run(sql, [ctx.now, id, ctx.actor.id]);
    const row = await ctx.rows.find(caseExport, { id, account: ctx.actor.id });
    if (!row) throw problem('not-found');
    return this.view(ctx, row);
  }

  /** @throws export.link-expired · not-found */
  async read(ctx: Ctx, { id, until, sig }: ExportLink): Promise<Buffer> {
    const right = this.secrets.isSigned(signed(id, until), sig);
    if (!right || until * 1000 < ctx.now.getTime()) throw problem('export.link-expired');
    const bytes = await this.storage.get(keyOf(id));
    if (!bytes) throw problem('not-found');
    return bytes;
  }

  private view(ctx: Ctx, { id, state, done, total, createdAt, error }: ExportRow): ExportView {
    const until = Math.ceil(ctx.now.getTime() / 1000 / 60) * 60 + LINK_SECONDS;
    const url = `/api/exports/${id}/file?until=${until}&sig=${this.secrets.sign(signed(id, until))}`;
    return {
      id,
      state,
      done,
      total,
      createdAt: createdAt.toISOString(),
      words: error,
      url: state === 'done' ? url : null,
    };
  }

  private begin(id: string): void {
    const work = this.carryOut(id)
      .catch((error) => this.log.error(`export ${id}: ${error.message}`))
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** Of several who begin, one gets it. */
  private async carryOut(id: string): Promise<void> {
    const sql = `UPDATE case_export SET state = 'running', worker = ?, leaseUntil = ?
      WHERE id = ? AND (state = 'waiting' OR (state = 'running' AND leaseUntil < ?))`;
    const values = [this.me, new Date(now().getTime() + LEASE_MS), id, now()];
    if (this.stopping || (await this.db.write((tx) => tx.run(sql, values))) !== 1) return;
    const row = await this.db.write((tx) => tx.find(caseExport, { id }));
    if (!row) return;
    try {
      await this.write(row);
    } catch (error) {
      this.log.error(`export ${id} failed: ${(error as Error).message}`);
      await this.keep(id, { state: 'failed', error: '系统出错了，请稍后再导出一次', endedAt: now() });
    }
  }

  /** Whoever asked sees in the file what they may see now. */
  private async write(row: ExportRow): Promise<void> {
    const { id } = row;
    const actor = await this.sessions.actorById(row.account);
    if (!actor || !('case.export' in actor.may)) {
      await this.keep(id, { state: 'failed', error: '您的账号现在没有导出权限', endedAt: now() });
      return;
    }
    const ctx = new Ctx({ db: this.db, actor, requestId: id });
    const asked = { filter: revived(row.filter), phone: row.phone };
    const total = await this.count(ctx, asked);
    if (total > MOST_ROWS) {
      const words = `超过 ${MOST_ROWS.toLocaleString('en')} 件，请先用日期、区划等条件缩小范围`;
      await this.keep(id, { state: 'failed', error: words, endedAt: now() });
      return;
    }
    const book = await newBook();
    if (!(await this.keep(id, { done: 0, total }))) return;
    for (let done = 0, last = 'zzzz'; ; ) {
      const rows = await this.rowsAfter(ctx, asked, last);
      if (rows.length === 0) break;
      book.add(rows, await this.namesOf(rows));
      done += rows.length;
      last = rows[rows.length - 1].id;
      if (this.stopping) {
        await this.keep(id, { state: 'waiting', leaseUntil: null, worker: null });
        return;
      }
      if (!(await this.keep(id, { done, total: Math.max(total, done) }))) return;
    }
    await this.storage.put(keyOf(id), await book.close());
    if (!(await this.keep(id, { state: 'done', endedAt: now() }))) await this.storage.remove(keyOf(id));
  }

  /** Notes how far it is, as long as it is ours. @returns false when it was stopped or taken over */
  private async keep(id: string, set: Partial<ExportRow>): Promise<boolean> {
    const leaseUntil = new Date(now().getTime() + LEASE_MS);
    const where = { id, worker: this.me, state: 'running' as const };
    const ended = set.endedAt ? { phone: null } : {};
    return (await this.db.write((tx) => tx.update(caseExport, { leaseUntil, ...set, ...ended }, where))) === 1;
  }

  private async cases(ctx: Ctx, { filter, phone }: Asked) {
    const query = await this.queries.filtered(ctx, filter);
    if (phone) this.phones.narrow(ctx, query, phone);
    if (ctx.actor.elsewhere.length === 0) return query;
    // Whoever stands in may read in one place what may be taken home only in the other.
    const { sql, values } = scopeSql(scopeWith(ctx.actor, 'case.read', 'case.export'), 'exported');
    return query.andWhere(sql, values);
  }

  private async count(ctx: Ctx, asked: Asked): Promise<number> {
    const some = (await this.cases(ctx, asked)).select('1', 'one').limit(MOST_ROWS + 1);
    const [sql, values] = some.getQueryAndParameters();
    const [{ n }] = await ctx.rows.query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM (${sql}) some`, values);
    return Number(n);
  }

  /** Newest first; by id, so that what is reported meanwhile shifts nothing. */
  private async rowsAfter(ctx: Ctx, asked: Asked, last: string): Promise<CaseFile[]> {
    const query = (await this.cases(ctx, asked)).andWhere('c.id < :last', { last });
    return query.orderBy('c.id', 'DESC').limit(AT_ONCE).getMany();
  }

  private async namesOf(rows: readonly CaseFile[]) {
    const codes = rows.flatMap((c) => [c.street, c.community, c.grid]).filter((code) => code !== null);
    const places = await this.places.namesOf(codes);
    return {
      place: (code: string | null) => (code === null ? '' : (places.get(code) ?? code)),
      unit: (id: string | null) => (id === null ? '' : (this.directory.unitOf(id)?.name ?? '')),
    };
  }

  /** What a server left lying when it ended. */
  private async resume(ctx: Ctx): Promise<void> {
    const rows = await ctx.rows
      .from(caseExport, 'x')
      .where("(x.state = 'waiting' AND x.createdAt < :before) OR (x.state = 'running' AND x.leaseUntil < :now)", {
        before: new Date(ctx.now.getTime() - LEASE_MS),
        now: ctx.now,
      })
      .limit(50)
      .getMany();
    await ctx.laterAll(rows.map(({ id }) => ({ kind: RUN, payload: { id } })));
  }

  private async sweep(ctx: Ctx): Promise<void> {
    const before = new Date(ctx.now.getTime() - DAY);
    const old = await ctx.rows.from(caseExport, 'x').where('x.createdAt <= :before', { before }).limit(500).getMany();
    for (const { id } of old) await ctx.write.run('DELETE FROM case_export WHERE id = ?', [id]);
    ctx.write.afterwards.push(async () => {
      for (const { id } of old) await this.storage.remove(keyOf(id));
    });
  }

  /** What is half done is handed back, not waited for to its end. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }
}

/** Moments come back from the table as text. */
function revived({ from, to, ...rest }: Record<string, unknown>): CaseFilter {
  const moment = (v: unknown) => (typeof v === 'string' ? new Date(v) : undefined);
  return { ...rest, from: moment(from), to: moment(to) } as CaseFilter;
}

/** Looks at each act for signs of a staged closing. What it finds is for the supervision desk alone. */
import { Injectable } from '@nestjs/common';
import { type HintFinding, type HintKind, hintLimits } from '../../../shared/hints.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { caseEntry, caseFile } from '../cases/cases.tables.js';
import { FilesService } from '../files/files.service.js';
import { metresPerLat, metresPerLng } from '../places/places.service.js';
import { caseHint, casePair } from './hints.tables.js';

type CaseRow = Row<typeof caseFile>;
type EntryRow = Row<typeof caseEntry>;
interface Seen {
  kind: HintKind;
  n?: number;
  other?: string;
  photo?: string;
  otherPhoto?: string;
}

const SECOND = 1000;
const DAY = 86_400_000;
const ago = (ctx: Ctx, days: number) => new Date(ctx.now.getTime() - days * DAY);
const idsIn = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

@Injectable()
export class HintsService {
  constructor(
    private readonly files: FilesService,
    private readonly audit: AuditService,
  ) {}

  /** Runs after each act, in the transaction of the job that tells of it; a second run finds nothing new. */
  async look(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<void> {
    for (const seen of await this.seenAt(ctx, c, entry)) {
      const known = await ctx.rows.find(caseHint, { entry: entry.id, kind: seen.kind });
      if (!known) await this.keep(ctx, c, entry, seen);
    }
  }

  private async seenAt(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<Seen[]> {
    switch (entry.action) {
      case 'report':
      case 'found':
        return this.again(ctx, c);
      case 'handle':
        return [...(await this.tooFast(ctx, c, entry)), ...(await this.photos(ctx, c, entry))];
      case 'settle':
        return this.photos(ctx, c, entry);
      case 'pass':
        return this.passed(ctx, c, entry);
      default:
        return [];
    }
  }

  private async keep(ctx: Ctx, c: CaseRow, entry: EntryRow, seen: Seen): Promise<void> {
    const { kind, n = null, other = null, photo = null, otherPhoto = null } = seen;
    await ctx.write.insert(caseHint, {
      id: ctx.newId(),
      kind,
      caseId: c.id,
      entry: entry.id,
      n,
      other,
      photo,
      otherPhoto,
      at: ctx.now,
      finding: null,
      words: null,
      foundBy: null,
      foundAt: null,
    });
  }

  private async photos(ctx: Ctx, c: CaseRow, { input }: EntryRow): Promise<Seen[]> {
    const ids = idsIn(input.photos);
    const seen: Seen[] = [];
    const before = await this.files.usedBefore(ctx, ids, c.id);
    if (before) {
      seen.push({ kind: 'samePhoto', other: before.caseId, photo: before.photo, otherPhoto: before.before });
    }
    const point = c.lng !== null && c.lat !== null ? { lng: c.lng, lat: c.lat } : null;
    const evidence = await this.files.evidenceOf(ctx, ids, point);
    const metres = [...evidence.values()].map((e) => e.metres ?? 0);
    const farthest = Math.max(0, ...metres);
    if (farthest > hintLimits.farMetres) seen.push({ kind: 'farPhoto', n: farthest });
    return seen;
  }

  private async tooFast(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<Seen[]> {
    const accepted = await this.lastBefore(ctx, c, entry, ['accept']);
    return fast('tooFast', accepted, entry);
  }

  private async passed(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<Seen[]> {
    const answered = await this.lastBefore(ctx, c, entry, ['handle', 'settle', 'answer']);
    const seen = fast('checkedFast', answered, entry);
    if (!answered?.account || !entry.account) return seen;
    const pair = { handler: answered.account, checker: entry.account };
    if (!(await ctx.rows.find(casePair, { entry: entry.id }))) {
      await ctx.write.insert(casePair, { entry: entry.id, caseId: c.id, ...pair, at: entry.at });
    }
    const times = await ctx.rows
      .from(casePair, 'p')
      .where('p.handler = :handler AND p.checker = :checker', pair)
      .andWhere('p.at >= :since AND p.at <= :until', { since: ago(ctx, hintLimits.pairDays), until: entry.at })
      .getCount();
    return times >= hintLimits.pairTimes ? [...seen, { kind: 'samePair', n: times }] : seen;
  }

  private async lastBefore(ctx: Ctx, c: CaseRow, entry: EntryRow, actions: string[]): Promise<EntryRow | null> {
    return ctx.rows
      .from(caseEntry, 'e')
      .where('e.caseId = :id AND e.seq < :seq AND e.action IN (:...actions)', { id: c.id, seq: entry.seq, actions })
      .orderBy('e.seq', 'DESC')
      .limit(1)
      .getOne();
  }

  /** 复发: the same item at the same spot soon after it was settled. */
  private async again(ctx: Ctx, c: CaseRow): Promise<Seen[]> {
    if (!c.grid || c.lng === null || c.lat === null) return [];
    const high = hintLimits.againMetres / metresPerLat(c.lat);
    const wide = hintLimits.againMetres / metresPerLng(c.lat);
    const before = await ctx.rows
      .from(caseFile, 'c')
      .where("c.grid = :grid AND c.open = 0 AND c.state = 'closed' AND c.item = :item", { grid: c.grid, item: c.item })
      .andWhere('c.id <> :id AND c.closedAt >= :since', { id: c.id, since: ago(ctx, hintLimits.againDays) })
      .andWhere('c.lng BETWEEN :w AND :e AND c.lat BETWEEN :s AND :n', {
        w: c.lng - wide,
        e: c.lng + wide,
        s: c.lat - high,
        n: c.lat + high,
      })
      .orderBy('c.closedAt', 'DESC')
      .limit(1)
      .getOne();
    return before ? [{ kind: 'again', other: before.id }] : [];
  }

  /**
   * What the supervision desk made of it; said once, and kept with the name of whoever said it.
   * @throws not-found outside one's reach · hint.found-before
   */
  async find(ctx: Ctx, id: string, finding: HintFinding, words: string | null): Promise<void> {
    const hint = await ctx.rows.find(caseHint, { id });
    const c = hint && (await ctx.see(caseFile, 'case.review').andWhere('c.id = :id', { id: hint.caseId }).getOne());
    if (!c) throw problem('not-found');
    const found = { finding, words, foundBy: ctx.actor.name, foundAt: ctx.now };
    const sql =
      'UPDATE case_hint SET finding = ?, words = ?, foundBy = ?, foundAt = ? WHERE id = ? AND finding IS NULL';
    const changed = await ctx.write.run(sql, [finding, words, found.foundBy, found.foundAt, id]);
    if (changed !== 1) throw problem('hint.found-before');
    await this.audit.write(ctx, { action: 'hint.found', object: `case:${hint.caseId}`, detail: { finding } });
  }
}

function fast(kind: 'tooFast' | 'checkedFast', before: EntryRow | null, entry: EntryRow): Seen[] {
  if (!before) return [];
  const seconds = Math.round((entry.at.getTime() - before.at.getTime()) / SECOND);
  return seconds < hintLimits.fastSeconds ? [{ kind, n: seconds }] : [];
}

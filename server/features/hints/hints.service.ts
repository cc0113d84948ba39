/** Looks at each act for signs of a staged closing. What it finds is for the supervision desk alone. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { itemOf, items } from '../../../shared/duty-list.js';
import { type HintFinding, type HintKind, hintLimits } from '../../../shared/hints.js';
import type { Ctx } from '../../core/ctx.js';
import { Jobs } from '../../core/jobs.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { caseEntry, caseFile } from '../cases/cases.tables.js';
import { FilesService } from '../files/files.service.js';
import { metresPerLat, metresPerLng, PlacesService } from '../places/places.service.js';
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

/** What may show a staged closing. */
const LOOKED_AT: readonly string[] = ['report', 'found', 'handle', 'settle', 'pass'];
/** Answered and not yet rated, or closed not long ago. */
const SETTLED = "(c.state IN ('handled', 'checked') OR (c.state = 'closed' AND c.closedAt >= :since))";

@Injectable()
export class HintsService implements OnModuleInit {
  constructor(
    private readonly files: FilesService,
    private readonly audit: AuditService,
    private readonly places: PlacesService,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.on('hints.look', async (ctx, { caseId, entry: id }: { caseId: string; entry: string }) => {
      const c = await ctx.rows.find(caseFile, { id: caseId });
      const entry = await ctx.rows.find(caseEntry, { id });
      // As of the act, even when the job comes late.
      if (c && entry) await this.look(ctx.as(ctx.actor, entry.at), c, entry);
    });
  }

  /** Looks after an act, in a job of its own: what fails here holds up nobody's notices. */
  async later(ctx: Ctx, { caseId, id, action, input }: EntryRow): Promise<void> {
    if (LOOKED_AT.includes(action) || input.item) await ctx.later('hints.look', { caseId, entry: id });
  }

  /** A second run finds nothing new. */
  private async look(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<void> {
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
        return [...fast('tooFast', await this.takenUp(ctx, entry), entry), ...(await this.photos(ctx, c, entry))];
      case 'settle':
        return [...fast('tooFast', await this.reported(ctx, entry), entry), ...(await this.photos(ctx, c, entry))];
      case 'pass':
        return this.passed(ctx, c, entry);
      default:
        // Corrected, it may be the same as something else.
        return entry.input.item ? this.again(ctx, c) : [];
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

  private async photos(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<Seen[]> {
    const ids = idsIn(entry.input.photos);
    const seen: Seen[] = [];
    const before = await this.files.usedBefore(ctx, ids, entry.at);
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

  /** When it came to the unit's hands: received, or sent back from the check. Waiting for the reporter is no coming. */
  private takenUp(ctx: Ctx, entry: EntryRow): Promise<EntryRow | null> {
    return this.lastBefore(ctx, entry, "e.toState = 'handling' AND e.fromState IN (:...from)", {
      from: ['assigned', 'handled', 'checked', 'disputed'],
    });
  }

  /** Nobody is there within two minutes of a resident's report. What staff found they may have mended at once. */
  private reported(ctx: Ctx, entry: EntryRow): Promise<EntryRow | null> {
    return this.lastBefore(ctx, entry, 'e.action IN (:...actions)', { actions: ['report', 'rework'] });
  }

  private async passed(ctx: Ctx, c: CaseRow, entry: EntryRow): Promise<Seen[]> {
    const answered = await this.lastBefore(ctx, entry, 'e.action IN (:...actions)', {
      actions: ['handle', 'settle', 'answer'],
    });
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

  private lastBefore(ctx: Ctx, entry: EntryRow, which: string, values: object): Promise<EntryRow | null> {
    return ctx.rows
      .from(caseEntry, 'e')
      .where('e.caseId = :id AND e.seq < :seq', { id: entry.caseId, seq: entry.seq })
      .andWhere(which, values)
      .orderBy('e.seq', 'DESC')
      .limit(1)
      .getOne();
  }

  /** 复发: something of the same kind at the same spot soon after it was settled, whether or not it is rated yet. */
  private async again(ctx: Ctx, c: CaseRow): Promise<Seen[]> {
    if (c.lng === null || c.lat === null || (await ctx.rows.find(caseHint, { caseId: c.id, kind: 'again' }))) return [];
    const high = hintLimits.againMetres / metresPerLat(c.lat);
    const wide = hintLimits.againMetres / metresPerLng(c.lat);
    const box = { w: c.lng - wide, e: c.lng + wide, s: c.lat - high, n: c.lat + high };
    const grids = this.gridsIn(box);
    const group = itemOf(c.item)?.group;
    if (grids.length === 0 || !group) return [];
    const before = await ctx.rows
      .from(caseFile, 'c')
      .where('c.grid IN (:...grids) AND c.item IN (:...alike) AND c.id <> :id', {
        grids,
        alike: items.filter((item) => item.group === group).map((item) => item.code),
        id: c.id,
      })
      .andWhere(SETTLED, { since: ago(ctx, hintLimits.againDays) })
      .andWhere('c.createdAt < :now AND c.lng BETWEEN :w AND :e AND c.lat BETWEEN :s AND :n', {
        now: c.createdAt,
        ...box,
      })
      .orderBy('c.createdAt', 'DESC')
      .limit(1)
      .getOne();
    return before ? [{ kind: 'again', other: before.id }] : [];
  }

  /** The grids that a small box touches: those of its middle, corners and sides. */
  private gridsIn({ w, e, s, n }: Record<'w' | 'e' | 's' | 'n', number>): string[] {
    const points = [w, (w + e) / 2, e].flatMap((lng) => [s, (s + n) / 2, n].map((lat) => ({ lng, lat })));
    const codes = points.map((point) => this.places.route({ ...point, datum: 'wgs84' }).routed.code);
    return [...new Set(codes.filter((code) => code !== null))];
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

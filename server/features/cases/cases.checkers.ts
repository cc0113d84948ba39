/** Draws who checks a case: at random among the checkers of the nearest supervision who had no part in it. */
import { mayOf, type Role } from '../../../shared/permissions.js';
import { randomBuffer } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { areaOf } from '../duty/duty.service.js';
import { todayOf } from './cases.days.js';
import type { CaseFile } from './cases.guards.js';

export interface Candidate {
  id: string;
  unit: string | null;
  /** Those for whom this person stands in today: their hands count as this one's. */
  standsFor?: readonly Candidate[];
}

const hadPart = ({ id, unit }: Candidate, c: Pick<CaseFile, 'handledBy' | 'units'>) =>
  c.handledBy.includes(id) || (unit !== null && c.units.includes(unit));

/** Those who may be drawn: neither they nor whom they stand in for had a hand in it or belong to a unit that had it. */
export const drawable = <C extends Candidate>(of: readonly C[], c: Pick<CaseFile, 'handledBy' | 'units'>): C[] =>
  of.filter((one) => ![one, ...(one.standsFor ?? [])].some((hand) => hadPart(hand, c)));

/** One of them. @param chance from 0 up to, not including, 1 */
export const drawn = (of: readonly Candidate[], chance: number): string | null =>
  of[Math.min(of.length - 1, Math.floor(chance * of.length))]?.id ?? null;

/** From 0 up to 1, which it never is. */
const chance = () => randomBuffer(4).readUInt32BE() / 2 ** 32;

interface Checker extends Candidate {
  /** Of the supervision that this person belongs to. */
  place: string | null;
}

/** Whoever was drawn before checks the rework too, while they still may. Null: nobody can be drawn. */
export async function draw(ctx: Ctx, c: CaseFile): Promise<string | null> {
  const able = await ableToCheck(ctx, c);
  return able.find((one) => one.id === c.checker)?.id ?? drawn(able, chance());
}

/**
 * Somebody else than now, and of those who were not drawn for it yet while there are any: nobody is drawn until the
 * right one comes up. Whoever asks is drawn only when there is nobody else; the same one stays where they are alone.
 */
export async function redraw(ctx: Ctx, c: CaseFile): Promise<string | null> {
  const able = await ableToCheck(ctx, c);
  const others = able.filter(({ id }) => id !== c.checker);
  const before = [...(c.drawn ?? []), ctx.actor.id];
  const fresh = others.filter(({ id }) => !before.includes(id));
  const foreign = others.filter(({ id }) => id !== ctx.actor.id);
  return drawn([fresh, foreign, others, able].find((some) => some.length > 0) ?? [], chance());
}

/**
 * Those who can check it today. Of the nearest supervision above its place that has anybody, else of all others: who is
 * drawn from elsewhere reaches the case by the draw. Read from the database, because another server may have given
 * somebody a role, or leave, less than a second ago.
 */
export async function ableToCheck(ctx: Ctx, c: CaseFile): Promise<Candidate[]> {
  const able = drawable(await present(ctx), c);
  const near = areaOf(c)
    .map((code) => able.filter((one) => one.place === code))
    .find((some) => some.length > 0);
  return near ?? able;
}

/** Checkers of all supervision in service who are not absent today. */
async function present(ctx: Ctx): Promise<Checker[]> {
  const today = todayOf(ctx);
  const rows = await ctx.rows.query<{ id: string; unit: string; roles: string; place: string | null }>(
    `SELECT a.id, a.unit, a.roles, u.place FROM account a JOIN unit u ON u.id = a.unit
      WHERE u.kind = 'supervision' AND u.active = 1 AND a.kind = 'staff' AND a.active = 1
        AND NOT EXISTS (SELECT 1 FROM stand_in s
          WHERE s.account = a.id AND s.endedAt IS NULL AND s.firstDay <= ? AND s.lastDay >= ?)
      ORDER BY a.id`,
    [today, today],
  );
  const able = rows.filter(({ roles }) => 'case.check' in mayOf(JSON.parse(roles) as Role[]));
  const absent = await absentToday(ctx, today);
  return able.map((one) => ({ ...one, standsFor: absent.filter(({ standIn }) => standIn === one.id) }));
}

/** The absent with whoever stands in for them, as the directory has it (see DirectoryService.absentFor). */
const absentToday = (ctx: Ctx, today: string) =>
  ctx.rows.query<Candidate & { standIn: string }>(
    `SELECT a.id, a.unit, s.standIn FROM stand_in s
      JOIN account a ON a.id = s.account AND a.kind = 'staff' AND a.active = 1
      JOIN account o ON o.id = s.standIn
      WHERE s.endedAt IS NULL AND s.firstDay <= ? AND s.lastDay >= ?
        AND ((s.ofUnit IS NULL AND a.unit = o.unit) OR (a.unit = s.ofUnit AND o.unit = s.fromUnit))`,
    [today, today],
  );

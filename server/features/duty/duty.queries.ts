/** The duty list as the office reads it: its lines, and each with its history. */
import { Injectable } from '@nestjs/common';
import { type GroupKey, items } from '../../../shared/duty-list.js';
import { aboutGroup, aboutLabels, isBase, standingOf } from '../../../shared/duty-rule.js';
import { writeRule } from '../../../shared/duty-written.js';
import type { DutyAct, DutyRow, DutyView, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere, pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import type { RuleFilter } from './duty.dto.js';
import { DutyOffice, dutyToday } from './duty.office.js';
import type { RuleRow } from './duty.service.js';
import { dutyRule } from './duty.tables.js';

/** Each line by its newest version. */
const NEWEST = 'd.version = (SELECT MAX(n.version) FROM duty_rule n WHERE n.line = d.line)';

@Injectable()
export class DutyQueries {
  constructor(
    private readonly office: DutyOffice,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
  ) {}

  async list(ctx: Ctx, filter: RuleFilter): Promise<Page<DutyRow>> {
    const page = await pageOf(ctx.rows, this.filtered(ctx, filter), filter);
    return { ...page, rows: await this.rows(ctx, page.rows) };
  }

  /** Every line that the filter leaves, for the spreadsheet. */
  newest(ctx: Ctx, filter: RuleFilter): Promise<RuleRow[]> {
    return this.filtered(ctx, filter).getMany();
  }

  private filtered(ctx: Ctx, f: RuleFilter) {
    const query = ctx.rows.from(dutyRule, 'd').where(NEWEST);
    if (f.q)
      query.andWhere('(d.about IN (:...named) OR d.line LIKE :typed ESCAPE :bang)', { ...named(f.q), bang: '!' });
    if (f.group) query.andWhere('d.about IN (:...inGroup)', { inGroup: aboutsIn(f.group) });
    if (f.area) query.andWhere('d.area = :area', { area: f.area });
    if (f.ledBy) query.andWhere('d.ledBy = :ledBy', { ledBy: f.ledBy });
    if (f.special) query.andWhere('(d.version > 1 OR d.area IS NOT NULL OR d.conditions IS NOT NULL)');
    if (f.asksWorkers) query.andWhere('d.asksWorkers = 1');
    if (f.standing) query.andWhere(STANDINGS[f.standing], { today: dutyToday(ctx) });
    const sort = f.sort ?? 'about';
    const column = sort.replace('-', '');
    const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
    if (column === 'until' || column === 'effectiveFrom')
      query.addOrderBy(`CASE WHEN d.${column} IS NULL THEN 1 ELSE 0 END`);
    return query.addOrderBy(`d.${column}`, direction).addOrderBy('d.line', 'ASC');
  }

  /** @throws not-found */
  async one(ctx: Ctx, id: string): Promise<DutyView> {
    const asked = await ctx.rows.find(dutyRule, { id });
    if (!asked) throw problem('not-found');
    const versions = await ctx.rows
      .from(dutyRule, 'd')
      .where('d.line = :line', { line: asked.line })
      .orderBy('d.version', 'DESC')
      .getMany();
    const history = await this.rows(ctx, versions);
    const [newest] = versions;
    const base = isBase(newest);
    return { ...history[0], history, written: writeRule(newest), base, can: await this.can(ctx, newest, base) };
  }

  private async can(ctx: Ctx, newest: RuleRow, base: boolean): Promise<DutyAct[]> {
    const may = await this.office.mayChange(ctx, newest.area);
    const decides = ctx.may('duty.approve') && ctx.actor.unit?.kind === 'command' && newest.asksWorkers;
    const { state } = newest;
    return [
      ...(may ? (['change'] as const) : []),
      ...(may && !base && state !== 'ended' ? (['end'] as const) : []),
      ...(decides && state === 'proposed' && newest.changedBy !== ctx.actor.id ? (['approve'] as const) : []),
      ...(decides && (state === 'proposed' || state === 'inForce') ? (['withdraw'] as const) : []),
    ];
  }

  private async rows(ctx: Ctx, rules: RuleRow[]): Promise<DutyRow[]> {
    const names = await this.places.namesOf(rules.flatMap((r) => r.area ?? []));
    const today = dutyToday(ctx);
    return rules.map((r) => {
      const { line: _, changedByName, changedAt, decidedBy, decidedAt, decidedWhy, ...rest } = r;
      const unit = r.unit ? this.directory.unitOf(r.unit) : undefined;
      return {
        ...rest,
        auto: !!r.auto,
        asksWorkers: !!r.asksWorkers,
        area: r.area ? { code: r.area, name: names.get(r.area) ?? r.area } : null,
        unit: unit ? { id: unit.id, name: unit.name, kind: unit.kind } : null,
        standing: standingOf(r, today),
        changedAt: changedAt.toISOString(),
        changedBy: changedByName,
        decided: decidedBy && decidedAt ? { by: decidedBy, at: decidedAt.toISOString(), why: decidedWhy } : null,
      };
    });
  }
}

const STANDINGS: Record<DutyRow['standing'], string> = {
  proposed: "d.state = 'proposed'",
  withdrawn: "d.state = 'withdrawn'",
  lapsed: "d.state IN ('inForce', 'ended') AND d.until < :today",
  coming: "d.state IN ('inForce', 'ended') AND d.effectiveFrom > :today AND (d.until IS NULL OR d.until >= :today)",
  inForce: inForce('inForce'),
  ended: inForce('ended'),
};
function inForce(state: string): string {
  const begun = '(d.effectiveFrom IS NULL OR d.effectiveFrom <= :today)';
  return `d.state = '${state}' AND ${begun} AND (d.until IS NULL OR d.until >= :today)`;
}

/** The names of items stand in shared data, not in the database. */
const named = (q: string) => ({
  named: ['', ...Object.keys(aboutLabels).filter((about) => aboutLabels[about].includes(q.trim()))],
  typed: likeAnywhere(q.trim()),
});
const aboutsIn = (group: GroupKey) => [
  aboutGroup(group),
  ...items.filter((item) => item.group === group).map((item) => item.code),
];

/** The duty list in memory: which line decides about a case, what it asks, and whom it comes to. Kept fresh on every instance. */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { items, leads, type StopKey } from '../../../shared/duty-list.js';
import {
  type Asked,
  baseRule,
  type Decision,
  type DutyRule,
  decide,
  lineOf,
  questionsFor,
  sayLaw,
  sayRule,
} from '../../../shared/duty-rule.js';
import { answerFaults } from '../../../shared/duty-written.js';
import { clean, type Fields } from '../../../shared/fields.js';
import type { CaseLevel } from '../../../shared/places.js';
import type { CaseDuty, UnitRef } from '../../../shared/views.js';
import { Ctx, system } from '../../core/ctx.js';
import { Db } from '../../core/db.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { Watch } from '../../core/watch.js';
import { DirectoryService, type UnitInfo } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { dutyRule } from './duty.tables.js';

/** Name of the version row; whoever changes the list bumps it. */
export const DUTY = 'duty';
export type RuleRow = Row<typeof dutyRule>;

/** The places that hold a case, from the grid up. */
export const areaOf = (c: Record<CaseLevel, string | null>): string[] =>
  [c.grid, c.community, c.street, c.county, c.city].filter((code) => code !== null);

@Injectable()
export class DutyService implements OnModuleInit {
  private rules: readonly DutyRule[] = [];
  private byId: ReadonlyMap<string, DutyRule> = new Map();
  private byLine: ReadonlyMap<string, DutyRule[]> = new Map();
  private loading: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
    private readonly directory: DirectoryService,
    private readonly places: PlacesService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.seed();
    await this.watch.keep(DUTY, () => this.reload());
  }

  /** Each item's first line, once; a newer program brings the lines of its new items. */
  private async seed(): Promise<void> {
    const rows = await this.db.read.query<{ line: string }>('SELECT line FROM duty_rule WHERE version = 1');
    const known = new Set(rows.map((r) => r.line));
    const missing = items.filter((item) => !known.has(item.code));
    if (missing.length === 0) return;
    await Ctx.writing({ db: this.db, actor: system }, async (ctx) => {
      await ctx.write.insert(
        dutyRule,
        missing.flatMap((item) => seedRow(ctx, item.code) ?? []),
      );
      ctx.write.bumped.add(DUTY);
    }).catch((error) => {
      // Another instance that starts at the same moment was first.
      if (!isDuplicate(error)) throw error;
    });
  }

  /** One after another: of two loads the one that began later is the one that stays. */
  private reload(): Promise<void> {
    const load = async () => {
      const rows = await this.db.read.from(dutyRule, 'd').orderBy('d.version').getMany();
      this.rules = rows.map(asRule);
      this.byId = new Map(this.rules.map((r) => [r.id, r]));
      const byLine = new Map<string, DutyRule[]>();
      for (const rule of this.rules) byLine.set(rule.line, [...(byLine.get(rule.line) ?? []), rule]);
      this.byLine = byLine;
    };
    this.loading = this.loading.then(load, load);
    return this.loading;
  }

  get all(): readonly DutyRule[] {
    return this.rules;
  }

  /** Before a case is read: another instance may have opened it under a line of the last second. */
  async knows(c: { rule: string | null }): Promise<void> {
    if (c.rule && !this.byId.has(c.rule)) await this.reload();
  }

  /** The line under which a case was opened; cases older than the list have the first one of their item. */
  ruleOf(c: { rule: string | null; item: string }): DutyRule {
    const rule =
      (c.rule ? this.byId.get(c.rule) : undefined) ?? this.byLine.get(c.item)?.[0] ?? this.byLine.get('other')?.[0];
    if (!rule) throw new Error(`the duty list has no line for ${c.item}`);
    return rule;
  }

  /** @param among other lines than those in force, to try a change */
  decided(asked: Asked, among: readonly DutyRule[] = this.rules): Decision {
    const decision = decide(among, asked);
    if (!decision) throw new Error(`no line of the duty list fits ${asked.item}`);
    return decision;
  }

  /** Items that nobody may take down anywhere in the city, whatever else is answered. @param on the city's day */
  stops(on: string): Record<string, StopKey> {
    const stopped = items.map(({ code }) => [code, this.decided({ item: code, path: [], on }).rule.stop] as const);
    return Object.fromEntries(stopped.filter((one): one is [string, StopKey] => one[1] !== null));
  }

  questions(asked: Omit<Asked, 'answers'>): Fields {
    return questionsFor(this.rules, asked);
  }

  /**
   * The line of a case that is opened, and its answers as they are kept.
   * @throws input.invalid with the faults as `answers.问题`
   */
  opening(asked: Omit<Asked, 'answers'>, given: unknown): { rule: DutyRule; answers: Record<string, unknown> | null } {
    const questions = this.questions(asked);
    const found = Object.entries(answerFaults(questions, given, asked.on));
    if (found.length > 0) {
      throw problem('input.invalid', { errors: Object.fromEntries(found.map(([key, f]) => [`answers.${key}`, f])) });
    }
    const kept = given ? (clean(questions, given) as Record<string, unknown>) : {};
    const answers = Object.keys(kept).length > 0 ? kept : null;
    return { rule: this.decided({ ...asked, answers }).rule, answers };
  }

  /** The unit that a line comes to. @param area codes from the place up to the root */
  unitFor(rule: DutyRule, area: readonly string[]): UnitInfo | undefined {
    const named = rule.unit ? this.directory.unitOf(rule.unit) : undefined;
    return named?.active ? named : this.directory.leading(rule.ledBy, area);
  }

  /** What the line says about who leads there, in one sentence. */
  async say(rule: DutyRule, area: readonly string[]): Promise<string> {
    const names = rule.area ? await this.places.namesOf([rule.area]) : new Map<string, string>();
    return sayRule(rule, { area: rule.area ? names.get(rule.area) : undefined, unit: this.unitFor(rule, area)?.name });
  }

  async view(rule: DutyRule, area: readonly string[]): Promise<CaseDuty> {
    const unit = this.unitFor(rule, area);
    const helpers = rule.helpers.flatMap((lead) => this.directory.leading(lead, area) ?? []);
    const help = rule.helpers.map((lead) => this.directory.leading(lead, area)?.name ?? leads[lead]);
    const { id, version, law, evidence } = rule;
    const words = [
      await this.say(rule, area),
      ...(law.length > 0 ? [`依据：${law.map(sayLaw).join('；')}`] : []),
      ...(help.length > 0 ? [`协办：${help.join('、')}`] : []),
    ];
    return { rule: id, version, unit: unit ? asRef(unit) : null, helpers: helpers.map(asRef), law, evidence, words };
  }
}

const asRef = ({ id, name, kind }: UnitInfo): UnitRef => ({ id, name, kind });

const asRule = (row: RuleRow): DutyRule => {
  const { why: _, changedBy: _by, changedByName: _name, changedAt: _at, decidedBy: _d, ...rest } = row;
  const { decidedAt: _da, decidedWhy: _dw, ...rule } = rest;
  return { ...rule, auto: !!rule.auto, asksWorkers: !!rule.asksWorkers };
};

function seedRow(ctx: Ctx, item: string): RuleRow | null {
  const content = baseRule(item);
  if (!content) return null;
  const nobody = { changedBy: null, changedByName: null, decidedBy: null, decidedAt: null, decidedWhy: null };
  const rest = { version: 1, state: 'inForce' as const, why: '随系统带来的清单', changedAt: ctx.now };
  return { ...content, ...nobody, ...rest, id: ctx.newId(), line: lineOf(content) };
}

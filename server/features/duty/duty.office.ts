/** What the office does with the duty list: change a line from a day on, end it, approve what asks something of grid workers. */
import { Injectable } from '@nestjs/common';
import { itemOf } from '../../../shared/duty-list.js';
import {
  aboutLabels,
  type DutyRule,
  isBase,
  lineOf,
  questionsFor,
  type RuleContent,
  type RuleState,
} from '../../../shared/duty-rule.js';
import { readRule, ruleFaults, ruleForm, type WrittenRule } from '../../../shared/duty-written.js';
import { clean, type Fault, faults } from '../../../shared/fields.js';
import { mayOf } from '../../../shared/permissions.js';
import { caseLevels, codesOf } from '../../../shared/places.js';
import { localDayOf } from '../../../shared/worktime.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Actor, Ctx } from '../../core/ctx.js';
import { isDuplicate } from '../../core/db-errors.js';
import { problem } from '../../core/problem.js';
import { AuditService } from '../audit/audit.service.js';
import { NoticesService } from '../notices/notices.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { DUTY, DutyService, type RuleRow } from './duty.service.js';
import { dutyRule } from './duty.tables.js';

export const dutyToday = (ctx: Ctx) => localDayOf(ctx.now, cityCalendar());
const undecided = { decidedBy: null, decidedAt: null, decidedWhy: null };

@Injectable()
export class DutyOffice {
  constructor(
    private readonly duty: DutyService,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
    private readonly notices: NoticesService,
    private readonly audit: AuditService,
  ) {}

  /** What is wrong with a line as it was written, by field. */
  async faultsOf(ctx: Ctx, input: unknown): Promise<Record<string, Fault>> {
    const found = faults(ruleForm, input, dutyToday(ctx));
    if (Object.keys(found).length > 0) return found;
    const cleaned = clean(ruleForm, input);
    const written = ruleFaults(cleaned);
    if (Object.keys(written).length > 0) return written;
    return this.strangers(ctx, readRule(cleaned));
  }

  /** @throws input.invalid */
  async read(ctx: Ctx, input: unknown): Promise<RuleContent> {
    const errors = await this.faultsOf(ctx, input);
    if (Object.keys(errors).length > 0) throw problem('input.invalid', { errors });
    return readRule(clean(ruleForm, input));
  }

  /** What a line refers to must be there, and its area within reach. */
  private async strangers(ctx: Ctx, rule: RuleContent): Promise<Record<string, Fault>> {
    const found: Record<string, Fault> = {};
    const link = rule.area ? (await this.places.chainOf(rule.area)).at(-1) : undefined;
    if (rule.area && !(caseLevels as readonly string[]).includes(link?.level ?? '')) found.area = 'invalid';
    // Each item has a line for everywhere, which goes before any of its group.
    else if (!rule.area && !itemOf(rule.about)) found.area = 'required';
    else if (!(await this.isWithinReach(ctx.actor, rule.area))) found.area = rule.area ? 'invalid' : 'required';
    if (rule.unit && !this.directory.unitOf(rule.unit)?.active) found.unit = 'invalid';
    if (rule.conditions && !(await this.areAsked(ctx, rule))) found.conditions = 'invalid';
    return found;
  }

  /** Conditions are about what the item asks there, and an answer that can be given. */
  private async areAsked(ctx: Ctx, { about, area, conditions }: RuleContent): Promise<boolean> {
    const path = codesOf((area && (await this.places.pathOf(area))) || '');
    const questions = questionsFor(this.duty.all, { item: about, path, on: dutyToday(ctx) });
    return Object.entries(conditions ?? {}).every(([question, answer]) => {
      const field = questions[question];
      return field && (!('options' in field) || answer in field.options);
    });
  }

  /** A line for everywhere is kept by those whose area holds everything. */
  private async isWithinReach(actor: Actor, area: string | null): Promise<boolean> {
    if (actor.may['duty.write'] === 'all') return true;
    const path = await this.places.pathOf(area ?? this.places.top ?? '');
    return path === null ? area === null : actor.place !== null && path.startsWith(actor.place.path);
  }

  /**
   * A new version of a line, or a new line.
   * @param version of the line as it was seen, 0 for a new one
   * @throws input.invalid · duty.moved-meanwhile
   */
  async save(ctx: Ctx, input: unknown, version: number): Promise<string> {
    const content = await this.read(ctx, input);
    const { why } = clean(ruleForm, input) as WrittenRule;
    const state = content.asksWorkers ? 'proposed' : 'inForce';
    const id = await this.add(ctx, { ...content, line: lineOf(content), version: version + 1, state }, why);
    if (state === 'proposed')
      await this.tellCentre(ctx, { id, about: content.about }, '有一条要求网格员做事的规定等待准入');
    return id;
  }

  /** @throws not-found · duty.base · input.invalid · duty.moved-meanwhile */
  async end(ctx: Ctx, id: string, { from, why }: { from: string; why: string }): Promise<string> {
    return this.add(ctx, await this.ending(ctx, id, from), why);
  }

  /** The version that ends a line from a day on, before it is written. @throws not-found · duty.base · input.invalid */
  async ending(ctx: Ctx, id: string, from: string): Promise<Omit<DutyRule, 'id'>> {
    const { id: _, ...rule } = await this.found(ctx, id);
    if (isBase(rule)) throw problem('duty.base');
    if (from < dutyToday(ctx)) throw problem('input.invalid', { errors: { from: 'invalid' } });
    return { ...rule, version: rule.version + 1, state: 'ended', effectiveFrom: from, until: null };
  }

  private async add(ctx: Ctx, rule: Omit<DutyRule, 'id'>, why: string): Promise<string> {
    // Of two who saw the same version, or of which one saw none where there is one, the second finds the number taken.
    const before = await ctx.rows.query<{ n: number | null }>(
      'SELECT MAX(version) AS n FROM duty_rule WHERE line = ?',
      [rule.line],
    );
    if (Number(before[0]?.n ?? 0) !== rule.version - 1) throw problem('duty.moved-meanwhile');
    const id = ctx.newId();
    const by = { changedBy: ctx.actor.id, changedByName: ctx.actor.name, changedAt: ctx.now };
    const row: RuleRow = { ...asRow(rule), ...by, ...undecided, id, why };
    try {
      await ctx.write.insert(dutyRule, row);
    } catch (error) {
      throw isDuplicate(error) ? problem('duty.moved-meanwhile', { cause: error }) : error;
    }
    const { line, version, state, effectiveFrom } = rule;
    await this.note(ctx, state === 'ended' ? 'duty.end' : 'duty.change', id, {
      line,
      version,
      effectiveFrom,
      reason: why,
    });
    return id;
  }

  /** 准入: by the centre, and not by whoever wrote it. @throws not-found · permission.denied · duty.own · duty.not-now */
  async decideOn(ctx: Ctx, id: string, to: 'inForce' | 'withdrawn', why: string | null): Promise<void> {
    const row = await ctx.rows.find(dutyRule, { id });
    if (!row) throw problem('not-found');
    if (ctx.actor.unit?.kind !== 'command') throw problem('permission.denied', { detail: '准入由指挥中心决定' });
    if (to === 'inForce' && row.changedBy === ctx.actor.id) throw problem('duty.own');
    const from: RuleState[] = to === 'inForce' ? ['proposed'] : ['proposed', 'inForce'];
    if (!row.asksWorkers || !from.includes(row.state)) throw problem('duty.not-now');
    const decided = { decidedBy: ctx.actor.name, decidedAt: ctx.now, decidedWhy: why };
    const changed = await ctx.write.update(dutyRule, { state: to, ...decided }, { id, state: row.state });
    if (changed !== 1) throw problem('duty.moved-meanwhile');
    await this.note(ctx, to === 'inForce' ? 'duty.approve' : 'duty.withdraw', id, { line: row.line, reason: why });
  }

  /** A version that is within reach. @throws not-found */
  private async found(ctx: Ctx, id: string): Promise<DutyRule> {
    const rule = this.duty.all.find((r) => r.id === id);
    if (!rule || !(await this.isWithinReach(ctx.actor, rule.area))) throw problem('not-found');
    return rule;
  }

  async mayChange(ctx: Ctx, area: string | null): Promise<boolean> {
    return ctx.may('duty.write') && this.isWithinReach(ctx.actor, area);
  }

  /** Those who decide about 准入. @param entry told once under it */
  async tellCentre(
    ctx: Ctx,
    rule: { id: string; about: string },
    words: string,
    entry: string | null = null,
  ): Promise<void> {
    const units = await ctx.rows.query<{ id: string }>("SELECT id FROM unit WHERE kind = 'command' AND active = 1");
    const able = units
      .flatMap((u) => this.directory.staffOf(u.id))
      .filter((s) => 'duty.approve' in mayOf(s.roles) && s.id !== ctx.actor.id)
      .map((s) => s.id);
    const title = `权责清单：${aboutLabels[rule.about] ?? rule.about}`;
    if (able.length > 0) await this.notices.tell(ctx, able, { caseId: null, entry, title, words });
  }

  private async note(ctx: Ctx, action: string, id: string, detail: Record<string, unknown>): Promise<void> {
    await this.audit.write(ctx, { action, object: `duty:${id}`, detail });
    ctx.write.bumped.add(DUTY);
  }
}

const asRow = (rule: Omit<DutyRule, 'id'>) => ({ ...rule, helpers: [...rule.helpers], law: [...rule.law] });

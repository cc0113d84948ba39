/** What the office does with a case: an action of the flow table, on one case or on many. */
import { Injectable } from '@nestjs/common';
import { answeredKinds } from '../../../shared/case.js';
import { type Action, type ActionRow, actionRow, isAction, type State } from '../../../shared/case-flow.js';
import type { DutyRule } from '../../../shared/duty-rule.js';
import type { ActResult } from '../../../shared/views.js';
import { type Ctx, system } from '../../core/ctx.js';
import { asProblem, problem } from '../../core/problem.js';
import { areaOf, DutyService } from '../duty/duty.service.js';
import { FilesService } from '../files/files.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { behalfOf } from './cases.behalf.js';
import { needForMany } from './cases.bulk.js';
import { draw, redraw } from './cases.checkers.js';
import { CaseContacts } from './cases.contact.js';
import { firstWarning } from './cases.course.js';
import { todayOf } from './cases.days.js';
import { refusalOf } from './cases.demands.js';
import { appendEntry } from './cases.entries.js';
import { checked, needAllowed, refs } from './cases.gate.js';
import type { CaseFile } from './cases.guards.js';
import { countFollowers, joinPhotos, rememberUnit } from './cases.joins.js';
import { unitOnDuty } from './cases.listeners.js';
import { added, projected } from './cases.projection.js';
import { reviewJobs } from './cases.review.js';
import { acting } from './cases.rights.js';
import { CaseSpots } from './cases.spots.js';
import { pressByRule, pressJobs, ruleAfter } from './cases.supervision.js';
import { caseFile } from './cases.tables.js';
import { keepTasks } from './cases.tasks.js';

type Input = Record<string, unknown>;

const FIRST = '首接单位，负责到底：不再退回，可以请协办、拆分子任务或报请协调';

@Injectable()
export class CasesService {
  constructor(
    private readonly directory: DirectoryService,
    private readonly files: FilesService,
    private readonly duty: DutyService,
    private readonly contacts: CaseContacts,
    private readonly spots: CaseSpots,
  ) {}

  /**
   * One action of the flow table on one case.
   * Load in scope → legal? → guards → faults → `UPDATE … WHERE id, version, state` → timeline → what follows.
   * @throws not-found · case.moved-meanwhile · case.not-now · permission.denied · case.guarded · input.invalid
   */
  async act(ctx: Ctx, id: string, name: string, given: Input, version: number): Promise<CaseFile> {
    const found = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!found || !isAction(name)) throw problem('not-found');
    const doing = ctx.as(acting(ctx.actor, name, found, todayOf(ctx), given.task));
    needAllowed(doing, found, name, version);
    const after = await this.carryOut(doing, found, name, given);
    return name === 'verify' ? this.assignedByRule(ctx, after) : after;
  }

  /** What the table says of an action that is allowed: faults, the row, the timeline, what follows. */
  private async carryOut(ctx: Ctx, found: CaseFile, name: Action, given: Input): Promise<CaseFile> {
    const { id } = found;
    const row = actionRow(name);
    await this.duty.knows(found);
    const before = this.duty.ruleOf(found);
    const input = checked(ctx, row.asks, given, row, before.evidence) as Input;
    const refusal = refusalOf(ctx, found, name, input, this.directory);
    if (refusal) throw problem('input.invalid', refusal);
    const { unitName: toUnit } = await refs(ctx, found, input, this.directory);
    const spot = this.spots.after(found, input);
    const there = { ...found, ...spot };
    const rule = this.ruleAfter(ctx, found, there, input);
    const manned = await this.manned(ctx, there, projected(ctx, there, row, input, { rule, before }), row);
    const next = { ...spot, ...manned, ...(await this.contacts.after(ctx, found, manned)) };
    const { version: seen, state, followers } = found;
    // What is joined to a case does not move it, and still decides what may be done with it.
    const changed = await ctx.write.update(caseFile, next, { id, version: seen, state, followers });
    if (changed !== 1) throw problem('case.moved-meanwhile', { more: await this.newest(ctx, id) });
    const after = { ...found, ...next };
    await joinPhotos(ctx, this.files, row, input, id);
    await rememberUnit(ctx, found, after);
    await countFollowers(ctx, found, after);
    await keepTasks(ctx, found, after, input);
    const what = found.item === after.item ? '位置' : '事项';
    const corrected = rule === before ? null : `${what}更正，改按${await this.duty.say(rule, areaOf(after))}`;
    const why = found.firstUnit === after.firstUnit ? corrected : FIRST;
    const behalf = behalfOf(ctx.actor, name, found);
    const placed = this.spots.told(found, after, input);
    await appendEntry(ctx, after, { action: name, from: found.state, input, toUnit, behalf, why, placed });
    await ctx.laterAll(firstWarning(found, after, rule));
    if (after.state === 'handled' && !after.checker) await ctx.later('cases.nobody-checks', { caseId: id });
    if (input.reviewOn)
      await ctx.laterAll(reviewJobs(String(input.reviewOn), { caseId: id, set: after.version, rung: 0 }));
    if (name === 'visit' && input.solved === 'no')
      await ctx.later('cases.visit-unsolved', { caseId: id, by: ctx.actor.id });
    await ctx.laterAll(pressJobs(found, after, ctx.actor));
    const pressing = ruleAfter(name, after);
    return pressing ? pressByRule(ctx, after, pressing.cause, pressing.why) : after;
  }

  /** Who has the move, by name and by unit. */
  private async manned(ctx: Ctx, c: CaseFile, next: Partial<CaseFile>, row: ActionRow): Promise<Partial<CaseFile>> {
    const drawn = await this.drawn(ctx, c, next, row);
    return { ...drawn, onDuty: unitOnDuty(this.directory, { ...c, ...drawn }) };
  }

  /** Who checks is drawn when there is something to check. */
  private async drawn(ctx: Ctx, c: CaseFile, next: Partial<CaseFile>, row: ActionRow): Promise<Partial<CaseFile>> {
    if (row.to !== 'handled' && row.effect !== 'redrawn') return next;
    const after = { ...c, ...next };
    const checker = await (row.effect === 'redrawn' ? redraw(ctx, after) : draw(ctx, after));
    return { ...next, checker, drawn: added(after.drawn ?? [], checker) };
  }

  /**
   * The line that the case was opened under; where the item is corrected, the one that decides for the right item, and
   * where it turns out to lie elsewhere, the one that decides there if that is another one.
   */
  private ruleAfter(ctx: Ctx, c: CaseFile, there: CaseFile, { item, place }: Input): DutyRule {
    const on = todayOf(ctx);
    const decided = (at: CaseFile, code: string) =>
      this.duty.decided({ item: code, path: areaOf(at).reverse(), answers: c.answers, on }).rule;
    if (item && item !== c.item) return decided(there, String(item));
    const now = place ? decided(there, c.item) : null;
    return now && now.line !== decided(c, c.item).line ? now : this.duty.ruleOf(c);
  }

  /** What needs no weighing goes to its unit at once, by the same action that the desk would take. */
  async assignedByRule(ctx: Ctx, c: CaseFile): Promise<CaseFile> {
    if (c.state !== 'verified' || answeredKinds.includes(c.kind)) return c;
    const rule = this.duty.ruleOf(c);
    const unit = rule.auto ? this.duty.unitFor(rule, areaOf(c)) : undefined;
    if (!unit) return c;
    const words = `按规定自动派遣。${await this.duty.say(rule, areaOf(c))}`;
    return this.carryOut(ctx.as(system), c, 'assign', { unit: unit.id, urgency: c.urgency, words });
  }

  /** Past the caller's transaction, which on MySQL goes on seeing what was there when it began. */
  private async newest(ctx: Ctx, id: string): Promise<{ version: number; state: State } | undefined> {
    const [row] = await ctx.db.read.query<{ version: number; state: State }>(
      'SELECT version, state FROM case_file WHERE id = ?',
      [id],
    );
    return row && { version: Number(row.version), state: row.state };
  }

  /**
   * The same action on many cases, each on its own: what one refuses does not hold up the others.
   * Always in the order of their ids, so that two who chose the same cases wait for each other instead of colliding.
   * @throws case.not-now when the table does not allow the action in bulk
   */
  async actOnMany(
    ctx: Ctx,
    name: string,
    cases: { id: string; version: number }[],
    input: Input,
  ): Promise<ActResult[]> {
    if (!isAction(name) || !actionRow(name).bulk) throw problem('case.not-now');
    needForMany(name, input);
    const results: ActResult[] = [];
    const inOrder = [...cases.entries()].sort(([, a], [, b]) => (a.id < b.id ? -1 : 1));
    for (const [i, { id, version }] of inOrder) {
      try {
        const after = await ctx.write.nested(() => this.act(ctx, id, name, input, version));
        results[i] = { id, ok: true, version: after.version, state: after.state };
      } catch (error) {
        const p = asProblem(error);
        if (p.code === 'server.fault' || p.code === 'server.busy') throw error;
        results[i] = { id, ok: false, code: p.code, detail: p.message };
      }
    }
    return results;
  }
}

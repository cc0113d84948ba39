/** What the office does with a case, in its own verbs: report, act, reveal. */
import { Injectable } from '@nestjs/common';
import {
  answeredKinds,
  type CaseKind,
  type Evidence,
  intakeForm,
  MOST_CASE_PHOTOS,
  mayClaim,
  type Report,
  reportForm,
  type Source,
  sources,
} from '../../../shared/case.js';
import {
  type Action,
  type ActionRow,
  actionRow,
  isAction,
  type State,
  sayGuard,
  startsAnew,
  stateRow,
} from '../../../shared/case-flow.js';
import { itemOf, type Stopped, stopInWords, stops } from '../../../shared/duty-list.js';
import type { DutyRule } from '../../../shared/duty-rule.js';
import { clean, type Fields, faults } from '../../../shared/fields.js';
import { sayNext } from '../../../shared/say.js';
import type { ActResult, Reported, Revealed } from '../../../shared/views.js';
import { cityCalendar } from '../../core/calendar.js';
import { type Ctx, system } from '../../core/ctx.js';
import { asProblem, problem } from '../../core/problem.js';
import { Secrets } from '../../core/secrets.js';
import { AuditService } from '../audit/audit.service.js';
import { areaOf, DutyService } from '../duty/duty.service.js';
import { FilesService } from '../files/files.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { ResidentsService } from '../session/residents.service.js';
import { behalfOf } from './cases.behalf.js';
import { needForMany } from './cases.bulk.js';
import { draw, redraw } from './cases.checkers.js';
import { isOpenPromise, move, promise } from './cases.clock.js';
import { CaseContacts } from './cases.contact.js';
import { firstWarning } from './cases.course.js';
import { todayOf } from './cases.days.js';
import { refusalOf } from './cases.demands.js';
import { appendEntry } from './cases.entries.js';
import { type CaseFile, changes } from './cases.guards.js';
import { unitOnDuty } from './cases.listeners.js';
import { CaseNumbers } from './cases.numbers.js';
import { reviewJobs } from './cases.review.js';
import { acting, blockedBy, isWithinReach } from './cases.rights.js';
import { contactOf, sealedContact } from './cases.sealed.js';
import { CaseSpots } from './cases.spots.js';
import { endedBy, pressByRule, pressJobs, ruleAfter } from './cases.supervision.js';
import { caseFile, caseUnit } from './cases.tables.js';
import { keepTasks, tasksAfter } from './cases.tasks.js';
import { keepReport, phoneMarks } from './cases.text.js';

type Input = Record<string, unknown>;
/** A staff intake is a report with a source and a day. */
type Told = Report & { source?: Source; seenOn?: string };
/** What comes with a report and is no part of its form. */
interface Besides {
  /** To the questions that the duty list adds for the item there. */
  answers?: Input;
  /** The reporter was shown that the words sound like an emergency, and says that it is none. */
  notUrgent?: boolean;
}
/** The line of the duty list that holds after an action, and the one that held before. */
interface Ruled {
  rule: DutyRule;
  before: DutyRule;
}

/** Each once, in the order in which they came. */
const added = (to: readonly string[], ...ids: (string | null | undefined)[]): string[] => [
  ...new Set([...to, ...ids.filter((id): id is string => !!id)]),
];
const FIRST = '首接单位，负责到底：不再退回，可以请协办、拆分子任务或报请协调';
/** Somebody waits for a decision. */
const isPending = ({ extension, escalation, doubt }: CaseFile) => !!(extension ?? escalation ?? doubt);
const stopped = (more: Stopped) => problem('case.stopped', { detail: stops[more.stop].words, more });

@Injectable()
export class CasesService {
  constructor(
    private readonly numbers: CaseNumbers,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
    private readonly files: FilesService,
    private readonly residents: ResidentsService,
    private readonly audit: AuditService,
    private readonly secrets: Secrets,
    private readonly duty: DutyService,
    private readonly contacts: CaseContacts,
    private readonly spots: CaseSpots,
  ) {}

  /**
   * Opens a case: routed, numbered, with its clocks and first entry, in the caller's transaction.
   * @param input `reportForm` from residents, `intakeForm` from staff
   * @throws input.invalid · case.stopped when the matter must be telephoned (119, 120, 110)
   */
  async report(ctx: Ctx, input: Input, { answers, notUrgent = false }: Besides = {}): Promise<CaseFile> {
    const byStaff = ctx.actor.kind === 'staff';
    const told = this.checked(ctx, byStaff ? intakeForm : reportForm, input) as Told;
    const source: Source = byStaff ? (told.source ?? 'counter') : 'resident';
    if (byStaff && !mayClaim(source, ctx.actor.roles))
      throw problem('input.invalid', { errors: { source: 'invalid' } });
    if (!itemOf(told.item)) throw problem('input.invalid', { errors: { item: 'invalid' } });
    // Words alone can mislead: staff who listen know better, and a resident may say so.
    const stop = byStaff ? null : stopInWords(told.words);
    if (stop && !notUrgent) throw stopped({ stop, by: 'words' });

    const row = await this.open(ctx, told, source, answers);
    await ctx.write.append(caseFile, row);
    await keepReport(ctx, row, await this.spots.namesAround(row));
    await this.files.join(ctx, row.photos, row.id, MOST_CASE_PHOTOS);
    await appendEntry(ctx, row, {
      action: byStaff ? 'found' : 'report',
      from: null,
      input: {},
      toUnit: null,
      why: stop && `诉求人确认不是紧急情况（提示过：${stops[stop].label}）`,
    });
    await ctx.laterAll(firstWarning(null, row, this.duty.ruleOf(row)));
    return this.assignedByRule(ctx, row);
  }

  private async open(ctx: Ctx, told: Told, source: Source, answers: Input | undefined): Promise<CaseFile> {
    const id = ctx.newId();
    const spot = this.spots.of(told.place);
    const asked = { item: told.item, path: areaOf(spot).reverse(), on: todayOf(ctx) };
    const { rule, answers: kept } = this.duty.opening(asked, answers);
    if (rule.stop) throw stopped({ stop: rule.stop, by: 'item' });
    const state: State = sources[source].starts;
    const calendar = cityCalendar();
    const urgent = rule.limits.handle.unit === 'urgentHour';
    const draft: CaseFile = {
      id,
      number: await this.numbers.take(ctx),
      kind: told.kind as CaseKind,
      source,
      item: told.item,
      rule: rule.id,
      answers: kept,
      words: told.words,
      address: told.address ?? null,
      ...spot,
      state,
      open: true,
      backTo: null,
      unit: null,
      units: [],
      handledBy: [],
      urgency: urgent ? 'urgent' : 'normal',
      urgencyWhy: urgent ? '权责清单按紧急工作时计' : null,
      reporter: source === 'resident' ? ctx.actor.id : null,
      enteredBy: source === 'resident' ? null : ctx.actor.id,
      ...(await this.contact(ctx, id, told)),
      photos: told.photos ?? [],
      seenOn: told.seenOn ?? null,
      dueAt: null,
      dueSince: null,
      onDuty: null,
      contactBy: null,
      promisedAt: promise(rule, ctx.now, state, calendar),
      used: {},
      usedBy: {},
      returned: null,
      stepSince: null,
      pausedAt: null,
      returns: 0,
      final: false,
      appealed: false,
      dismissed: false,
      admitted: false,
      rejectedBy: null,
      urgedOn: null,
      adds: null,
      followers: 0,
      main: null,
      outcome: null,
      quality: null,
      rating: null,
      checker: null,
      drawn: [],
      passedBy: null,
      reviewOn: null,
      extra: {},
      extensions: 0,
      extension: null,
      escalation: null,
      pending: false,
      firstUnit: null,
      pressed: false,
      press: null,
      tasks: [],
      unreasonable: false,
      doubt: null,
      visitedOn: null,
      createdAt: ctx.now,
      closedAt: null,
      changedAt: ctx.now,
      version: 1,
    };
    const row = { ...draft, ...move(draft, { to: state, unit: null, at: ctx.now, rule }, calendar) };
    return { ...row, onDuty: unitOnDuty(this.directory, row) };
  }

  private async contact(ctx: Ctx, id: string, told: Told) {
    const own = ctx.actor.hasContact ? await this.residents.contactOf(ctx) : { name: null, phone: null };
    const name = told.contactName ?? own.name;
    const phone = told.contactPhone ?? own.phone;
    return {
      ...sealedContact(this.secrets, id, { name, phone }),
      ...phoneMarks(this.secrets, phone),
    };
  }

  /**
   * One action of the flow table on one case.
   * Load in scope → legal? → guards → faults → `UPDATE … WHERE id, version, state` → timeline → what follows.
   * @throws not-found · case.moved-meanwhile · case.not-now · permission.denied · case.guarded · input.invalid
   */
  async act(ctx: Ctx, id: string, name: string, given: Input, version: number): Promise<CaseFile> {
    const found = (await ctx.see(caseFile, 'case.read').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!found || !isAction(name)) throw problem('not-found');
    const doing = ctx.as(acting(ctx.actor, name, found, todayOf(ctx)));
    this.allow(doing, found, name, version);
    const after = await this.carryOut(doing, found, name, given);
    return name === 'verify' ? this.assignedByRule(ctx, after) : after;
  }

  /** What the table says of an action that is allowed: faults, the row, the timeline, what follows. */
  private async carryOut(ctx: Ctx, found: CaseFile, name: Action, given: Input): Promise<CaseFile> {
    const { id } = found;
    const row = actionRow(name);
    await this.duty.knows(found);
    const before = this.duty.ruleOf(found);
    const input = this.checked(ctx, row.asks, given, row, before.evidence) as Input;
    const refusal = refusalOf(ctx, found, name, input, this.directory);
    if (refusal) throw problem('input.invalid', refusal);
    const refs = await this.refs(ctx, found, input);
    const spot = this.spots.after(found, input);
    const there = { ...found, ...spot };
    const rule = this.ruleAfter(ctx, found, there, input);
    const manned = await this.manned(ctx, there, this.projected(ctx, there, row, input, { rule, before }), row);
    const next = { ...spot, ...manned, ...(await this.contacts.after(ctx, found, manned)) };
    const { version: seen, state, followers } = found;
    // What is joined to a case does not move it, and still decides what may be done with it.
    const changed = await ctx.write.update(caseFile, next, { id, version: seen, state, followers });
    if (changed !== 1) throw problem('case.moved-meanwhile', { more: await this.newest(ctx, id) });
    const after = { ...found, ...next };
    await this.joinPhotos(ctx, row, input, id);
    await this.rememberUnit(ctx, found, after);
    await this.countFollowers(ctx, found, after);
    await keepTasks(ctx, found, after, input);
    const what = found.item === after.item ? '位置' : '事项';
    const corrected = rule === before ? null : `${what}更正，改按${await this.duty.say(rule, areaOf(after))}`;
    const why = found.firstUnit === after.firstUnit ? corrected : FIRST;
    const behalf = behalfOf(ctx.actor, name, found);
    const { unitName: toUnit } = refs;
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
  private async assignedByRule(ctx: Ctx, c: CaseFile): Promise<CaseFile> {
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

  private allow(ctx: Ctx, c: CaseFile, name: Action, version: number): void {
    const more = { version: c.version, state: c.state };
    if (!(actionRow(name).by in ctx.actor.may)) throw problem('permission.denied');
    if (c.version !== version) throw problem('case.moved-meanwhile', { more });
    if (!actionRow(name).from.includes(c.state)) throw problem('case.not-now', { more });
    if (!isWithinReach(ctx.actor, name, c)) throw problem('permission.denied');
    const guard = blockedBy(name, c, ctx.actor, todayOf(ctx));
    if (guard)
      throw problem('case.guarded', { detail: sayGuard(guard, ctx.actor.kind === 'resident'), more: { guard } });
  }

  private checked(ctx: Ctx, fields: Fields, input: unknown, row?: ActionRow, evidence?: Evidence): unknown {
    const found = faults(fields, input, todayOf(ctx));
    const { turns } = row ?? {};
    const turned = turns && (input as Input | null)?.[turns.field] === turns.answer;
    if (turned) throw problem('input.invalid', { errors: { [turns.field]: 'invalid' }, detail: turns.says });
    const cleaned = Object.keys(found).length === 0 ? clean(fields, input) : {};
    const all = Object.keys(found).length === 0 ? (row?.check?.(cleaned, evidence) ?? {}) : found;
    if (Object.keys(all).length > 0) throw problem('input.invalid', { errors: all });
    return cleaned;
  }

  /** Whatever an input refers to must be there, and where it is a case, within reach. */
  private async refs(ctx: Ctx, c: CaseFile, input: Input): Promise<{ unitName: string | null }> {
    const wrong = (field: string) => problem('input.invalid', { errors: { [field]: 'invalid' } });
    if (input.item && !itemOf(String(input.item))) throw wrong('item');
    if (input.main) {
      const main = await ctx.see(caseFile, 'case.read').andWhere('c.id = :main', { main: input.main }).getOne();
      if (!main || main.id === c.id || !main.open) throw wrong('main');
    }
    if (!input.unit) return { unitName: c.unit ? (this.directory.unitOf(c.unit)?.name ?? null) : null };
    const unit = this.directory.unitOf(String(input.unit));
    // Supervision and handling are kept apart: what supervision handles nobody may check.
    if (!unit?.active || unit.kind === 'supervision') throw wrong('unit');
    return { unitName: unit.name };
  }

  /** The row after the action: generic moves, columns named like fields, and the effect that the table names. */
  private projected(ctx: Ctx, c: CaseFile, row: ActionRow, input: Input, by: Ruled): Partial<CaseFile> {
    const to = row.to === 'same' ? c.state : row.to === 'back' ? (c.backTo ?? 'verified') : row.to;
    const item = (input.item as string) ?? c.item;
    const moved = row.to !== 'same';
    const fresh = startsAnew(row);
    // Whoever answers has handled it for their unit, be it with another one or with none.
    const answers = row.handles && (to === 'handled' || to === 'checked');
    const settledHere = row.handles && to === 'handled' && !c.unit ? ctx.actor.unit?.id : undefined;
    // Back at the desk it is with nobody, until it is assigned anew.
    const held = stateRow(to).seat === 'desk' ? null : c.unit;
    const unit = (input.unit as string | undefined) ?? settledHere ?? held;
    const pauses = stateRow(to).paused || to === 'merged';
    const open = !stateRow(to).settled;
    const effect = row.effect ? changes[row.effect](c, todayOf(ctx), input, ctx, by.rule) : {};
    const next: Partial<CaseFile> = {
      ...(moved ? move(c, { to, unit, at: ctx.now, ...by, fresh }, cityCalendar()) : {}),
      state: to,
      open,
      item,
      rule: by.rule.id,
      unit,
      backTo: !moved ? c.backTo : pauses ? c.state : null,
      units: added(c.units, unit, answers ? ctx.actor.unit?.id : null),
      handledBy:
        row.handles && ctx.actor.kind === 'staff'
          ? added(c.handledBy, ctx.actor.id, ctx.actor.inPlaceOf?.id)
          : c.handledBy,
      urgency: (input.urgency as CaseFile['urgency']) ?? c.urgency,
      urgencyWhy: input.urgency ? '分流时确定' : c.urgencyWhy,
      outcome: (input.outcome as CaseFile['outcome']) ?? (settledHere ? 'solved' : c.outcome),
      quality: (input.quality as CaseFile['quality']) ?? c.quality,
      main: to === 'merged' ? (input.main as string) : c.state === 'merged' && moved ? null : c.main,
      closedAt: open ? null : (c.closedAt ?? ctx.now),
      ...endedBy(c, { state: to, open }),
      ...effect,
      tasks: tasksAfter(c, { state: to, unit, tasks: effect.tasks ?? c.tasks }),
      changedAt: ctx.now,
      version: c.version + 1,
    };
    return { ...next, pending: isPending({ ...c, ...next }) };
  }

  /** An answer may bring its evidence however many photos there are: without it the case would have no end. */
  private async joinPhotos(ctx: Ctx, { asks, to }: ActionRow, input: Input, id: string): Promise<void> {
    const ids = Object.keys(asks)
      .filter((k) => asks[k].kind === 'photos')
      .flatMap((k) => (input[k] as string[]) ?? []);
    await this.files.join(ctx, ids, id, to === 'handled' ? null : MOST_CASE_PHOTOS);
  }

  private async rememberUnit(ctx: Ctx, before: CaseFile, after: CaseFile): Promise<void> {
    const added = after.units.filter((u) => !before.units.includes(u));
    if (added.length > 0) {
      await ctx.write.append(
        caseUnit,
        added.map((unit) => ({ caseId: after.id, unit, since: ctx.now })),
      );
    }
  }

  /**
   * All reporters follow the main case. It is not moved, so its version stays; but it must still be open now, whatever
   * this transaction saw when it began.
   */
  private async countFollowers(ctx: Ctx, before: CaseFile, after: CaseFile): Promise<void> {
    if (before.main === after.main) return;
    if (!after.main) {
      await ctx.write.run('UPDATE case_file SET followers = followers - 1 WHERE id = ?', [before.main]);
      return;
    }
    const sql = 'UPDATE case_file SET followers = followers + 1 WHERE id = ? AND open = 1';
    const joined = await ctx.write.run(sql, [after.main]);
    if (joined !== 1) throw problem('input.invalid', { errors: { main: 'invalid' } });
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

  /** What the reporter sees at once: number, who has it, the promised date, what happens next. */
  receipt(ctx: Ctx, c: CaseFile): Reported {
    const grid = c.grid ? this.places.cardOf(c.grid) : null;
    const who = grid ? `${grid.name}${grid.worker ? `的${grid.worker.workName}` : ''}` : '受理中心';
    const unit = c.unit ? this.directory.unitOf(c.unit)?.name : undefined;
    return {
      id: c.id,
      number: c.number,
      state: c.state,
      grid,
      how: c.how,
      promisedAt: c.promisedAt?.toISOString() ?? null,
      provisional: isOpenPromise(c, this.duty.ruleOf(c)),
      next: sayNext({ ...c, unit }, who, ctx.now),
    };
  }

  /** The reporter's name and phone in full, for a reason that is written down and that the reporter can read. */
  async reveal(ctx: Ctx, id: string, reason: string): Promise<Revealed> {
    const c = (await ctx.see(caseFile, 'case.reveal').andWhere('c.id = :id', { id }).getOne()) as CaseFile | null;
    if (!c) throw problem('not-found');
    await this.audit.write(ctx, {
      action: 'case.reveal',
      object: `case:${id}`,
      detail: { reason, unit: ctx.actor.unit?.name ?? null },
    });
    return contactOf(this.secrets, c);
  }
}

/** How a case is opened: reported by a resident, or taken down by staff; routed, numbered, with its clocks and first entry. */
import { Injectable } from '@nestjs/common';
import {
  type CaseKind,
  intakeForm,
  MOST_CASE_PHOTOS,
  mayClaim,
  type Report,
  reportForm,
  type Source,
  sources,
} from '../../../shared/case.js';
import type { State } from '../../../shared/case-flow.js';
import { itemOf, type Stopped, stopInWords, stops } from '../../../shared/duty-list.js';
import { sayNext } from '../../../shared/say.js';
import type { Reported } from '../../../shared/views.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { Secrets } from '../../core/secrets.js';
import { areaOf, DutyService } from '../duty/duty.service.js';
import { FilesService } from '../files/files.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { ResidentsService } from '../session/residents.service.js';
import { isOpenPromise, move, promise } from './cases.clock.js';
import { firstWarning } from './cases.course.js';
import { todayOf } from './cases.days.js';
import { appendEntry } from './cases.entries.js';
import { checked } from './cases.gate.js';
import { type CaseFile, newRound } from './cases.guards.js';
import { unitOnDuty } from './cases.listeners.js';
import { CaseNumbers } from './cases.numbers.js';
import { sealedContact } from './cases.sealed.js';
import { CasesService } from './cases.service.js';
import { CaseSpots } from './cases.spots.js';
import { caseFile } from './cases.tables.js';
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
const stopped = (more: Stopped) => problem('case.stopped', { detail: stops[more.stop].words, more });

@Injectable()
export class CaseReports {
  constructor(
    private readonly cases: CasesService,
    private readonly numbers: CaseNumbers,
    private readonly places: PlacesService,
    private readonly directory: DirectoryService,
    private readonly files: FilesService,
    private readonly residents: ResidentsService,
    private readonly secrets: Secrets,
    private readonly duty: DutyService,
    private readonly spots: CaseSpots,
  ) {}

  /**
   * Opens a case: routed, numbered, with its clocks and first entry, in the caller's transaction.
   * @param input `reportForm` from residents, `intakeForm` from staff
   * @throws input.invalid · case.stopped when the matter must be telephoned (119, 120, 110)
   */
  async report(ctx: Ctx, input: Input, { answers, notUrgent = false }: Besides = {}): Promise<CaseFile> {
    const byStaff = ctx.actor.kind === 'staff';
    const told = checked(ctx, byStaff ? intakeForm : reportForm, input) as Told;
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
    return this.cases.assignedByRule(ctx, row);
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
      ...newRound(),
      usedBy: {},
      returned: null,
      stepSince: null,
      pausedAt: null,
      appealed: false,
      dismissed: false,
      admitted: false,
      rejectedBy: null,
      urgedOn: null,
      adds: null,
      followers: 0,
      main: null,
      reviewOn: null,
      extension: null,
      escalation: null,
      pending: false,
      firstUnit: null,
      pressed: false,
      press: null,
      tasks: [],
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
}

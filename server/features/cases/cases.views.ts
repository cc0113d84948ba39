/** Turns rows into what a person may see: staff the whole file, the reporter what concerns them. */
import { Injectable } from '@nestjs/common';
import {
  type Action,
  actionRow,
  type EntryAction,
  fillIn,
  isAction,
  stateRow,
  wordsOf,
} from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import { sayAnswers } from '../../../shared/duty-written.js';
import { sayDate } from '../../../shared/say.js';
import type { CaseRow, CaseView, Entry, Photo, PlaceRef, UnitRef } from '../../../shared/views.js';
import { cityCalendar } from '../../core/calendar.js';
import type { Ctx } from '../../core/ctx.js';
import { maskName, maskPhone, Secrets } from '../../core/secrets.js';
import type { Row } from '../../core/tables.js';
import { areaOf, DutyService } from '../duty/duty.service.js';
import { FilesService } from '../files/files.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { PlacesService } from '../places/places.service.js';
import { isOpenPromise, unitClocks } from './cases.clock.js';
import { answerBy } from './cases.course.js';
import { todayOf } from './cases.days.js';
import { mainOf } from './cases.followers.js';
import type { CaseFile } from './cases.guards.js';
import { inOffice, reviewDay, taskName } from './cases.office.js';
import { promiseChanges } from './cases.promise.js';
import { rightsOn } from './cases.rights.js';
import { contactOf } from './cases.sealed.js';
import { sayWas, withWhere } from './cases.spots.js';
import type { caseEntry, caseTask } from './cases.tables.js';

type EntryRow = Row<typeof caseEntry>;
/** Of a case in a list, enough of the words to know it again. */
const LIST_WORDS = 120;

/** Names and pictures that a set of rows refers to, fetched once for all of them. */
interface Around {
  places: Map<string, string>;
  photos: Map<string, Photo>;
}

const iso = (d: Date | null) => d?.toISOString() ?? null;

@Injectable()
export class CaseViews {
  constructor(
    private readonly places: PlacesService,
    readonly directory: DirectoryService,
    readonly files: FilesService,
    private readonly secrets: Secrets,
    private readonly duty: DutyService,
  ) {}

  async rows(ctx: Ctx, cases: CaseFile[]): Promise<CaseRow[]> {
    const codes = cases.flatMap((c) => [c.grid, c.community, c.street]);
    const around: Around = {
      places: await this.places.namesOf(present(codes)),
      photos: await this.files.photosById(
        ctx,
        cases.flatMap((c) => c.photos.slice(0, 1)),
      ),
    };
    return cases.map((c) => this.row(ctx, c, around));
  }

  private row(ctx: Ctx, c: CaseFile, around: Around): CaseRow {
    const place = (code: string | null): PlaceRef | null =>
      code ? { code, name: around.places.get(code) ?? code } : null;
    return {
      id: c.id,
      number: c.number,
      kind: c.kind,
      source: c.source,
      item: c.item,
      words: [...c.words].slice(0, LIST_WORDS).join(''),
      address: c.address,
      state: c.state,
      seat: c.state === 'checked' && !c.reporter ? 'supervisor' : stateRow(c.state).seat,
      grid: place(c.grid),
      community: place(c.community),
      street: place(c.street),
      how: c.how,
      unit: this.unit(c.unit),
      urgency: c.urgency,
      createdAt: c.createdAt.toISOString(),
      dueAt: iso(c.dueAt),
      promisedAt: iso(c.promisedAt),
      closedAt: iso(c.closedAt),
      returns: c.returns,
      followers: c.followers,
      photo: around.photos.get(c.photos[0] ?? '')?.thumb ?? null,
      pressed: c.pressed === true,
      reviewOn: c.reviewOn,
      visitedOn: c.visitedOn,
      unreasonable: c.unreasonable === true,
      version: c.version,
      can: rightsOn(c, ctx.actor, todayOf(ctx)).can,
    };
  }

  private unit(id: string | null): UnitRef | null {
    const unit = id ? this.directory.unitOf(id) : undefined;
    return unit ? { id: unit.id, name: unit.name, kind: unit.kind } : null;
  }

  /** @param merged those merged into this one */
  async view(
    ctx: Ctx,
    c: CaseFile,
    entries: EntryRow[],
    merged: { id: string; number: string }[],
    tasks: Row<typeof caseTask>[],
  ) {
    const before = entries.map((e) => e.placed?.was.grid ?? null);
    const codes = present([c.grid, c.community, c.street, c.county, c.routed.runnerUp, ...before]);
    const photoIds = [...c.photos, ...entries.flatMap(photoIdsOf)];
    const around: Around = {
      places: await this.places.namesOf(codes),
      photos: await this.files.photosById(ctx, photoIds),
    };
    const mine = c.reporter === ctx.actor.id;
    const staff = ctx.actor.kind === 'staff';
    const rights = rightsOn(c, ctx.actor, todayOf(ctx));
    const name = (code: string) => around.places.get(code) ?? code;
    const holder = c.grid ? this.directory.cardOf(c.grid) : null;
    const { routed } = c;
    await this.duty.knows(c);
    const duty = staff ? await this.duty.view(this.duty.ruleOf(c), areaOf(c)) : null;
    const view: CaseView = {
      ...this.row(ctx, c, around),
      ...this.times(ctx, c, entries),
      words: c.words,
      point: c.lng !== null && c.lat !== null ? { lng: c.lng, lat: c.lat } : null,
      given:
        staff && c.givenLng !== null && c.givenLat !== null
          ? { lng: c.givenLng, lat: c.givenLat, datum: c.givenDatum ?? 'wgs84', accuracy: c.accuracy }
          : null,
      routed: {
        how: c.how,
        special: routed.special,
        nearBorder: routed.nearBorder,
        distance: routed.distance,
        runnerUp: routed.runnerUp ? { code: routed.runnerUp, name: name(routed.runnerUp) } : null,
        pathNames: present([c.county, c.street, c.community, c.grid]).map(name),
      },
      worker: holder ? { workName: holder.workName, contact: holder.contact } : null,
      photos: pick(around, c.photos),
      timeline: await this.timeline(ctx, c, entries, around),
      reporter: this.reporter(c, mine),
      suggestion: duty?.unit && c.state === 'verified' ? { unit: duty.unit, why: duty.words[0] } : null,
      duty,
      answers: staff || mine ? sayAnswers(c.answers) : [],
      main: await mainOf(ctx, c, this),
      // Who else reported is no reporter's business.
      merged: staff ? merged : [],
      rating: c.rating,
      quality: staff ? c.quality : null,
      final: c.final,
      seenOn: c.seenOn,
      can: rights.can,
      cannot: rights.cannot,
      ...inOffice(ctx, c, tasks, this.directory),
    };
    return view;
  }

  private times(ctx: Ctx, c: CaseFile, entries: EntryRow[]) {
    const calendar = cityCalendar();
    const clocks =
      ctx.actor.kind === 'staff' ? Object.entries(unitClocks(c, this.duty.ruleOf(c), ctx.now, calendar)) : [];
    return {
      provisional: isOpenPromise(c, this.duty.ruleOf(c)),
      promiseChanges: promiseChanges(entries),
      answerBy: iso(answerBy(c, calendar)),
      contactBy: ctx.actor.kind === 'staff' ? iso(c.contactBy) : null,
      unitTimes: clocks.flatMap(([id, used]) => {
        const unit = this.unit(id);
        return unit ? [{ unit, used }] : [];
      }),
    };
  }

  private reporter(c: CaseFile, mine: boolean): CaseView['reporter'] {
    if (!c.reporter && !c.contactName && !c.contactPhone) return null;
    const { name, phone } = contactOf(this.secrets, c);
    return { name: name && maskName(name), phone: phone && maskPhone(phone), mine };
  }

  private async timeline(ctx: Ctx, c: CaseFile, entries: EntryRow[], around: Around): Promise<Entry[]> {
    const staff = ctx.actor.kind === 'staff';
    const shown = (staff ? entries : entries.filter((e) => wordsOf(e.action).says)).map((e) =>
      staff || e.account === ctx.actor.id ? e : { ...e, input: toldOnly(e.action, e.input) },
    );
    const names = await this.namesIn(ctx, c, shown);
    const point = c.lng !== null && c.lat !== null ? { lng: c.lng, lat: c.lat } : null;
    const evidence = staff ? await this.files.evidenceOf(ctx, shown.flatMap(photoIdsOf), point) : null;
    return shown.map((e) => {
      const { input } = e;
      const ids = photoIdsOf(e);
      return {
        id: e.id,
        seq: e.seq,
        at: e.at.toISOString(),
        action: e.action,
        who: staff ? this.whoOf(e, c) : null,
        unit: e.unitName,
        mine: e.account === ctx.actor.id,
        from: e.fromState,
        to: e.toState,
        input: withoutPhotos(e.action, input),
        names,
        photos: photosIn(e.action, input, around),
        says: saysOf(e),
        why: staff ? whyOf(e, around) : null,
        evidence: evidence && ids.length > 0 ? ids.flatMap((id) => evidence.get(id) ?? []) : undefined,
      };
    });
  }

  /** Staff see colleagues by name, the reporter only as 诉求人. */
  private whoOf(e: EntryRow, c: CaseFile): string | null {
    return e.account !== null && e.account === c.reporter ? '诉求人' : e.who;
  }

  private async namesIn(ctx: Ctx, c: CaseFile, entries: EntryRow[]): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const e of entries) {
      if (!isAction(e.action)) continue;
      for (const [key, field] of Object.entries(actionRow(e.action).asks)) {
        const value = e.input[key];
        if (field.kind !== 'ref' || typeof value !== 'string') continue;
        if (field.to === 'unit') found[value] = this.directory.unitOf(value)?.name ?? value;
        if (field.to === 'item') found[value] = itemOf(value)?.name ?? value;
        if (field.to === 'case') found[value] = await numberOf(ctx, value);
        if (field.to === 'task') found[value] = taskName(c, value, this.directory);
      }
    }
    return found;
  }
}

const present = (codes: (string | null)[]): string[] => [...new Set(codes.filter((c): c is string => c !== null))];
const pick = (around: Around, ids: string[]): Photo[] =>
  ids.map((id) => around.photos.get(id)).filter((p): p is Photo => p !== undefined);

const fieldsOf = (action: EntryAction) => (isAction(action) ? actionRow(action as Action).asks : {});
const isPhotos = (action: EntryAction, key: string) => fieldsOf(action)[key]?.kind === 'photos';

function photoIdsOf(e: { action: EntryAction; input: Record<string, unknown> }): string[] {
  return Object.entries(e.input).flatMap(([k, v]) => (isPhotos(e.action, k) ? (v as string[]) : []));
}
function photosIn(action: EntryAction, input: Record<string, unknown>, around: Around): Record<string, Photo[]> {
  const kept = Object.entries(input).filter(([k]) => isPhotos(action, k));
  return Object.fromEntries(kept.map(([k, v]) => [k, pick(around, v as string[])]));
}
const withoutPhotos = (action: EntryAction, input: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(input).filter(([k]) => !isPhotos(action, k)));
/** Of what staff typed, only what the form tells the reporter. */
const toldOnly = (action: EntryAction, input: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(input).filter(([k]) => fieldsOf(action)[k]?.told));

function saysOf(e: EntryRow): string | null {
  const { says } = wordsOf(e.action);
  if (!says) return null;
  const done = fillIn(says, e.toUnitName ?? e.unitName, e.promisedAt && sayDate(e.promisedAt, e.at), reviewDay(e));
  return withWhere(done, e);
}

/** Where it put the case and where that was taken to lie before, then what the duty list says to it. */
function whyOf({ placed, why }: EntryRow, around: Around): string | null {
  const was = placed && sayWas(placed.was, (code) => around.places.get(code) ?? code);
  const said = [placed?.words, was, why].filter((words): words is string => !!words);
  return said.length > 0 ? said.join('；') : null;
}

async function numberOf(ctx: Ctx, id: string): Promise<string> {
  const rows = await ctx.rows.query<{ number: string }>('SELECT number FROM case_file WHERE id = ?', [id]);
  return rows[0]?.number ?? id;
}

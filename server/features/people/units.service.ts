/** Units: made, changed, taken out of service. */
import { Injectable } from '@nestjs/common';
import { type UnitKind, unitKinds } from '../../../shared/permissions.js';
import type { Page, UnitRow } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { likeAnywhere, pageOf } from '../../core/pages.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { AuditService } from '../audit/audit.service.js';
import { needAble } from './able.js';
import { DirectoryService, PEOPLE } from './directory.service.js';
import { account, unit } from './people.tables.js';

export interface NewUnit {
  name: string;
  kind: UnitKind;
  /** Id of the unit one level up. */
  parent?: string | null;
  /** Code of the place it answers for. */
  place?: string | null;
  leads?: string[];
}
export interface UnitChange {
  name?: string;
  head?: string | null;
  leads?: string[];
  active?: boolean;
}
export interface UnitQuestion {
  id?: string[];
  q?: string;
  place?: string;
  page: number;
  size: number;
}

@Injectable()
export class UnitsService {
  constructor(
    private readonly directory: DirectoryService,
    private readonly audit: AuditService,
  ) {}

  async list(ctx: Ctx, { id, q, place, page, size }: UnitQuestion): Promise<Page<UnitRow>> {
    const query = ctx.rows.from(unit, 'u').where('1 = 1').orderBy('u.id', 'ASC');
    if (id) query.andWhere(id.length > 0 ? 'u.id IN (:...ids)' : '1 = 0', { ids: id });
    if (q) query.andWhere("u.name LIKE :called ESCAPE '!'", { called: likeAnywhere(q) });
    if (place) {
      const [at] = await ctx.rows.query<{ path: string }>('SELECT path FROM place WHERE code = ?', [place]);
      query.andWhere('u.place IN (SELECT p.code FROM place p WHERE p.path LIKE :below)', {
        below: `${at?.path ?? '-'}%`,
      });
    }
    const found = await pageOf(ctx.rows, query, { page, size });
    return { ...found, rows: await this.asUnitRows(ctx, found.rows) };
  }

  /** @throws not-found */
  async view(ctx: Ctx, id: string): Promise<UnitRow> {
    const [row] = await this.asUnitRows(ctx, [await this.load(ctx, id)]);
    return row;
  }

  /** @returns its id @throws input.invalid for a parent that is not there, place.unknown */
  async create(ctx: Ctx, given: NewUnit): Promise<string> {
    const { name, kind, parent = null, place = null, leads = [] } = given;
    if (parent && !(await ctx.rows.find(unit, { id: parent, active: true }))) {
      throw problem('input.invalid', { errors: { parent: 'invalid' } });
    }
    if (place) await this.needPlace(ctx, place);
    const row = { id: ctx.newId(), name: name.trim(), kind, parent, place, head: null, leads: [...new Set(leads)] };
    await ctx.write.insert(unit, { ...row, active: true, createdAt: ctx.now });
    await this.note(ctx, 'unit.create', row.id, { ...given });
    return row.id;
  }

  /** @throws not-found · input.invalid when the head is not staff in service · account.unable · unit.in-use */
  async change(ctx: Ctx, id: string, given: UnitChange): Promise<void> {
    const row = await this.load(ctx, id);
    const { name, head, leads, active } = given;
    if (head && head !== row.head) await this.needHead(ctx, row, head);
    if (active === false) await this.refuseInUse(ctx, id);
    const set: Partial<Row<typeof unit>> = {
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(head === undefined ? {} : { head }),
      ...(leads === undefined ? {} : { leads: [...new Set(leads)] }),
      ...(active === undefined ? {} : { active }),
    };
    if (Object.keys(set).length === 0) return;
    await ctx.write.update(unit, set, { id });
    await this.note(ctx, 'unit.change', id, { ...given });
  }

  private async needHead(ctx: Ctx, { name, kind }: Row<typeof unit>, head: string): Promise<void> {
    const who = await ctx.rows.find(account, { id: head, kind: 'staff', active: true });
    if (!who) throw problem('input.invalid', { errors: { head: 'invalid' }, detail: '负责人须是在用的工作人员账号' });
    needAble([{ who, as: `${name}的负责人`, asks: unitKinds[kind].head }], 'head');
  }

  private async note(ctx: Ctx, action: string, id: string, detail: Record<string, unknown>): Promise<void> {
    await this.audit.write(ctx, { action, object: `unit:${id}`, detail });
    ctx.write.bumped.add(PEOPLE);
  }

  private async load(ctx: Ctx, id: string): Promise<Row<typeof unit>> {
    const row = await ctx.rows.find(unit, { id });
    if (!row) throw problem('not-found');
    return row;
  }

  private async needPlace(ctx: Ctx, code: string): Promise<void> {
    const found = await ctx.rows.query('SELECT code FROM place WHERE code = ?', [code]);
    if (found.length === 0) throw problem('place.unknown');
  }

  /** Whatever is still with the unit would be with nobody. */
  private async refuseInUse(ctx: Ctx, id: string): Promise<void> {
    const uses = [
      ["SELECT 1 FROM account WHERE unit = ? AND kind = 'staff' AND active = 1 LIMIT 1", '还有在用的人员账号'],
      ['SELECT 1 FROM unit WHERE parent = ? AND active = 1 LIMIT 1', '还有在用的下级单位'],
      ['SELECT 1 FROM case_file WHERE unit = ? AND open = 1 LIMIT 1', '还有未办结的事件'],
    ] as const;
    for (const [sql, detail] of uses) {
      if ((await ctx.rows.query(sql, [id])).length > 0) throw problem('unit.in-use', { detail });
    }
  }

  private async asUnitRows(ctx: Ctx, units: Row<typeof unit>[]): Promise<UnitRow[]> {
    const places = await namesOf(
      ctx,
      'place',
      'code',
      units.map((u) => u.place),
    );
    const heads = await namesOf(
      ctx,
      'account',
      'id',
      units.map((u) => u.head),
    );
    return units.map(({ id, name, kind, parent, place, head, leads, active }) => ({
      id,
      name,
      kind,
      parent,
      place: place ? { code: place, name: places.get(place) ?? place } : null,
      head: head ? { id: head, name: heads.get(head) ?? '' } : null,
      leads,
      staff: this.directory.staffOf(id).length,
      active: !!active,
    }));
  }
}

/** From the database and not from the directory, which does not know yet what this transaction wrote. */
async function namesOf(
  ctx: Ctx,
  from: 'place' | 'account',
  key: 'code' | 'id',
  wanted: (string | null)[],
): Promise<Map<string, string>> {
  const keys = [...new Set(wanted.filter((value) => value !== null))];
  if (keys.length === 0) return new Map();
  const marks = keys.map(() => '?').join(',');
  const sql = `SELECT ${key} AS k, name FROM ${from} WHERE ${key} IN (${marks})`;
  return new Map((await ctx.rows.query<{ k: string; name: string }>(sql, keys)).map((row) => [row.k, row.name]));
}

/** Quick actions: several acts of the flow with their forms filled in beforehand, done by one press. */
import { Injectable } from '@nestjs/common';
import { actionRow, stateRow } from '../../../shared/case-flow.js';
import {
  type BlankValues,
  blanksOf,
  fillBlanks,
  type MacroContent,
  type MacroRow,
  type MacroStep,
  macroFaults,
  type StepPreview,
  SUGGESTED,
} from '../../../shared/desk.js';
import { itemOf } from '../../../shared/duty-list.js';
import { clean } from '../../../shared/fields.js';
import type { CaseView, Page } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import { asProblem, problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import { CaseReads } from '../cases/case-reads.service.js';
import { tried } from '../cases/case-trials.service.js';
import { CasesService } from '../cases/cases.service.js';
import { DirectoryService } from '../people/directory.service.js';
import { macro } from './desk.tables.js';
import { KeptService } from './kept.service.js';
import { paged } from './paged.js';

interface MacroGiven {
  name: string;
  shared: boolean;
  content: Record<string, unknown>;
}
type Input = Record<string, unknown>;

@Injectable()
export class MacrosService {
  constructor(
    private readonly kept: KeptService,
    private readonly cases: CasesService,
    private readonly reads: CaseReads,
    private readonly directory: DirectoryService,
  ) {}

  async list(ctx: Ctx, asked: { q?: string; page: number; size: number }): Promise<Page<MacroRow>> {
    const rows = await this.kept.list(ctx, macro, asked.q);
    return paged(
      rows.map((row) => this.view(ctx, row)),
      asked,
    );
  }

  /** @throws input.invalid, by step and field */
  async add(ctx: Ctx, { content, ...rest }: MacroGiven): Promise<MacroRow> {
    return this.view(ctx, await this.kept.add(ctx, macro, { ...rest, content: checked(content) }));
  }

  async change(ctx: Ctx, id: string, { content, ...rest }: MacroGiven): Promise<MacroRow> {
    return this.view(ctx, await this.kept.change(ctx, macro, id, { ...rest, content: checked(content) }));
  }

  /**
   * All steps or none.
   * @throws what CasesService.act does
   */
  async run(ctx: Ctx, id: string, caseId: string, version: number): Promise<CaseView> {
    const { content } = await this.kept.one(ctx, macro, id);
    let c = await this.reads.need(ctx, caseId);
    if (c.version !== version) throw problem('case.moved-meanwhile', { more: { version: c.version, state: c.state } });
    for (const step of content.steps) {
      const input = filled(ctx, step, await this.reads.viewOf(ctx, c));
      c = await this.cases.act(ctx, caseId, step.action, input, c.version);
    }
    return this.reads.viewOf(ctx, c);
  }

  /** What each step would do to the case; after the first that cannot be done nothing more is said. */
  async preview(ctx: Ctx, id: string, caseId: string, version: number): Promise<StepPreview[]> {
    const { content } = await this.kept.one(ctx, macro, id);
    const steps: StepPreview[] = [];
    await tried(ctx, async () => {
      let c = await this.reads.need(ctx, caseId);
      let seen = version;
      for (const step of content.steps) {
        const shown = { action: step.action, input: step.input, names: {}, ok: false, to: null, detail: null };
        try {
          const input = filled(ctx, step, await this.reads.viewOf(ctx, c));
          Object.assign(shown, { input, names: this.namesIn(step, input) });
          const before = c.state;
          c = await ctx.write.nested(() => this.cases.act(ctx, caseId, step.action, input, seen));
          seen = c.version;
          steps.push({ ...shown, ok: true, to: c.state === before ? null : stateRow(c.state).label });
        } catch (error) {
          const p = asProblem(error);
          if (p.code === 'server.fault' || p.code === 'server.busy') throw error;
          steps.push({ ...shown, detail: p.message });
          return;
        }
      }
    });
    return steps;
  }

  private namesIn({ action }: MacroStep, input: Input): Record<string, string> {
    const { asks } = actionRow(action);
    const refs = Object.keys(input).filter((key) => asks[key]?.kind === 'ref');
    return Object.fromEntries(
      refs.map((key) => {
        const value = String(input[key]);
        return [value, this.directory.unitOf(value)?.name ?? itemOf(value)?.name ?? value];
      }),
    );
  }

  private view(ctx: Ctx, row: Row<typeof macro>): MacroRow {
    return { ...this.kept.about(ctx, row), ...row.content };
  }
}

function checked(content: Record<string, unknown>): MacroContent {
  const given = content as unknown as MacroContent;
  const found = macroFaults(given);
  if (Object.keys(found).length > 0) throw problem('input.invalid', { errors: found });
  const steps = given.steps.map(({ action, input }) => ({ action, input: clean(actionRow(action).asks, input) }));
  return { steps, onward: given.onward === true };
}

/** The step's form for the case at hand. @throws input.invalid when no unit is suggested for it */
function filled(ctx: Ctx, { action, input }: MacroStep, view: CaseView): Input {
  const values = blanksOf(view, itemOf(view.item)?.name ?? view.item, ctx.now);
  const { asks } = actionRow(action);
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, filledValue(asks[key]?.kind, value, values, view)]),
  );
}

function filledValue(kind: string | undefined, value: unknown, values: BlankValues, view: CaseView): unknown {
  if ((kind === 'text' || kind === 'longText') && typeof value === 'string') return fillBlanks(value, values);
  if (kind !== 'ref' || value !== SUGGESTED) return value;
  if (!view.suggestion) {
    throw problem('input.invalid', { errors: { unit: 'invalid' }, detail: '权责清单没有为这件事建议单位，请直接派遣' });
  }
  return view.suggestion.unit.id;
}

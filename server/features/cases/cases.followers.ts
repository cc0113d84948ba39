/** What those follow whose report was merged into another: how the main case stands, and its true words; no more. */
import { type Outcome, outcomes } from '../../../shared/case.js';
import { type Action, fillIn, type State, wordsOf } from '../../../shared/case-flow.js';
import { sayDate } from '../../../shared/say.js';
import type { MainCase } from '../../../shared/views.js';
import type { Ctx } from '../../core/ctx.js';
import type { Row } from '../../core/tables.js';
import type { FilesService } from '../files/files.service.js';
import type { DirectoryService } from '../people/directory.service.js';
import type { CaseFile } from './cases.guards.js';
import { reviewDay } from './cases.office.js';
import { caseEntry, caseFile } from './cases.tables.js';

type EntryRow = Row<typeof caseEntry>;
/** Acts that answer whoever reported; what was answered holds until the case is begun anew. */
const ANSWERS = ['handle', 'settle', 'answer'] as const satisfies readonly Action[];
const ANSWERED: readonly State[] = ['handled', 'checked', 'closed', 'disputed'];

/** The answer that holds in a state, of those given up to there. */
async function answerOf(ctx: Ctx, caseId: string, state: State, upTo: number): Promise<EntryRow | null> {
  if (!ANSWERED.includes(state)) return null;
  return ctx.rows
    .from(caseEntry, 'e')
    .where('e.caseId = :caseId AND e.seq <= :upTo AND e.action IN (:...answers)', { caseId, upTo, answers: ANSWERS })
    .orderBy('e.seq', 'DESC')
    .limit(1)
    .getOne();
}

const outcomeIn = ({ action, input }: EntryRow): Outcome | null =>
  (input.outcome as Outcome | undefined) ?? (action === 'settle' ? 'solved' : null);

/** 「区市政养护中心答复（已解决）：已更换灯泡」 */
function sayAnswer(e: EntryRow | null): string {
  if (!e) return '';
  const outcome = outcomeIn(e);
  return `${e.unitName ?? '承办单位'}答复${outcome ? `（${outcomes[outcome]}）` : ''}：${String(e.input.reply)}`;
}

/** What followers are told of an entry of the main case, in whole sentences. */
export async function sayToFollowers(ctx: Ctx, entry: EntryRow): Promise<string> {
  const { says, did, saysFollower } = wordsOf(entry.action);
  const date = entry.promisedAt && sayDate(entry.promisedAt, entry.at);
  const words = fillIn(saysFollower ?? says ?? did, entry.toUnitName, date, reviewDay(entry));
  const answer = await answerOf(ctx, entry.caseId, entry.toState, entry.seq);
  return `与您反映的是同一件事：${words.replace('{answer}', () => sayAnswer(answer))}`;
}

/** The merged reports of residents. */
export async function followersOf(ctx: Ctx, c: CaseFile): Promise<(CaseFile & { reporter: string })[]> {
  if (c.followers === 0) return [];
  const merged = ctx.rows.from(caseFile, 'c').where('c.main = :id AND c.reporter IS NOT NULL', { id: c.id });
  return (await merged.orderBy('c.number').getMany()) as (CaseFile & { reporter: string })[];
}

/** The main case as a follower may see it: nothing that its reporter said, showed or rated. */
export async function mainOf(
  ctx: Ctx,
  c: CaseFile,
  { directory, files }: { directory: DirectoryService; files: FilesService },
): Promise<MainCase | null> {
  const main = c.main ? ((await ctx.rows.find(caseFile, { id: c.main })) as CaseFile | null) : null;
  if (!main) return null;
  const answer = await answerOf(ctx, main.id, main.state, main.version);
  const idsOf = (key: string) => (answer?.input[key] as string[] | undefined) ?? [];
  const photos = await files.photosById(ctx, [...idsOf('before'), ...idsOf('photos')]);
  const shown = (key: string) => idsOf(key).flatMap((id) => photos.get(id) ?? []);
  const text = (key: string) => (answer?.input[key] as string | undefined) ?? null;
  const unit = main.unit ? directory.unitOf(main.unit) : undefined;
  return {
    id: main.id,
    number: main.number,
    state: main.state,
    unit: unit ? { id: unit.id, name: unit.name, kind: unit.kind } : null,
    promisedAt: main.promisedAt?.toISOString() ?? null,
    reviewOn: main.reviewOn,
    answer: answer && {
      unit: answer.unitName,
      outcome: outcomeIn(answer),
      reply: String(answer.input.reply),
      plannedOn: text('plannedOn'),
      goTo: text('goTo'),
      before: shown('before'),
      after: shown('photos'),
    },
  };
}

/** The statistics a second time, in plain SQL over the timelines: written apart from the code that keeps them. */
import { solvedAnswers } from '../../shared/case.js';
import { states } from '../../shared/case-flow.js';
import { items } from '../../shared/duty-list.js';
import type { Level } from '../../shared/places.js';
import { isWorkday, type Limit } from '../../shared/worktime.js';
import { cityCalendar } from '../core/calendar.js';
import type { Db } from '../core/db.js';

const DAY = 86_400_000;
const calendar = cityCalendar();

/** '310101 handle.done' → how many. */
export type Numbers = Record<string, number>;
/** What the statistics keep, and what SQL counts. */
export interface Twice {
  kept: Numbers;
  counted: Numbers;
}

const RESPOND = 'respond';
const CITY = "subject IN (SELECT code FROM place WHERE level = 'city')";

/** Fills tables of its own into the database: for specs and for databases that are thrown away. */
export class Recount {
  private constructor(
    private readonly db: Db,
    private readonly asOf: number,
  ) {}

  /** @param asOf up to when deadlines have passed */
  static async of(db: Db, asOf: number): Promise<Recount> {
    const recount = new Recount(db, asOf);
    await recount.help();
    return recount;
  }

  async byPlace(level: Exclude<Level, 'city'>): Promise<Twice> {
    const kept = await this.numbers(
      `SELECT subject AS part, counter, SUM(n) AS n FROM roll_up WHERE dimension = 'all' AND subject IN (SELECT code FROM place WHERE level = '${level}') GROUP BY subject, counter`,
    );
    const counted = await this.numbers(
      `WITH ${this.stays()} SELECT f.${level} AS part, k.counter AS counter, COUNT(*) AS n FROM (${this.counted()}) k JOIN case_file f ON f.id = k.caseId WHERE f.${level} IS NOT NULL GROUP BY f.${level}, k.counter`,
    );
    return { kept, counted };
  }

  async byItem(): Promise<Twice> {
    const kept = await this.numbers(
      `SELECT part, counter, SUM(n) AS n FROM roll_up WHERE dimension = 'item' AND ${CITY} GROUP BY part, counter`,
    );
    const counted = await this.numbers(
      `WITH ${this.stays()} SELECT f.item AS part, k.counter AS counter, COUNT(*) AS n FROM (${this.counted()}) k JOIN case_file f ON f.id = k.caseId GROUP BY f.item, k.counter`,
    );
    return { kept, counted };
  }

  /** What was handled, by the unit that answers for it. */
  async byUnit(): Promise<Twice> {
    const kept = await this.numbers(
      `SELECT part, counter, SUM(n) AS n FROM roll_up WHERE dimension = 'unit' AND counter IN ('handle', 'handle.late', 'handle.done') AND ${CITY} GROUP BY part, counter`,
    );
    const holder = `(SELECT COALESCE(r.holder, CASE WHEN s.late = 1 THEN NULL ELSE r.by_unit END) FROM run r WHERE r.caseId = s.caseId AND r.seq = COALESCE(s.late_seq, s.done_seq))`;
    const counted = await this.numbers(
      `WITH ${this.stays()}, h AS (SELECT s.*, ${holder} AS holder FROM steps s WHERE s.step = 'handle' AND (s.done = 1 OR s.late = 1))
       SELECT holder AS part, 'handle' AS counter, COUNT(*) AS n FROM h GROUP BY holder
       UNION ALL SELECT holder, 'handle.late', SUM(late) FROM h GROUP BY holder
       UNION ALL SELECT holder, 'handle.done', SUM(done) FROM h GROUP BY holder`,
    );
    return { kept, counted };
  }

  /** What each step did in time. */
  async byMonth(): Promise<Twice> {
    const kept = await this.numbers(
      `SELECT month AS part, counter, SUM(n) AS n FROM roll_up WHERE dimension = 'all' AND counter LIKE '%.inTime' AND counter NOT LIKE 'register%' AND counter NOT LIKE 'close%' AND ${CITY} GROUP BY month, counter`,
    );
    const counted = await this.numbers(
      `WITH ${this.stays()} SELECT k.month AS part, k.counter AS counter, COUNT(*) AS n FROM (${this.counted()}) k WHERE k.month IS NOT NULL GROUP BY k.month, k.counter`,
    );
    return { kept, counted };
  }

  /** Who was heard within a working day of the first dispatch. */
  async contacts(): Promise<Twice> {
    const { least, most } = this.words();
    const kept = await this.db.read.query<{ n: number }>(
      `SELECT SUM(n) AS n FROM roll_up WHERE dimension = 'all' AND counter = 'respond.inTime' AND ${CITY}`,
    );
    const worked = `(SELECT COALESCE(SUM(${least}(s.closes, heard) - ${most}(s.opens, sent)), 0) FROM x_span s WHERE s.closes > sent AND s.opens < heard)`;
    const counted = await this.db.read.query<{ n: number }>(
      `WITH ${this.stays()},
       sent AS (SELECT caseId, MIN(seq) AS seq, MIN(t) AS sent FROM e WHERE toState = 'assigned' GROUP BY caseId),
       heard AS (SELECT s.caseId, s.sent, MIN(e.t) AS heard FROM sent s JOIN e ON e.caseId = s.caseId AND e.seq >= s.seq
         AND (e.action IN ('ask', 'answer', 'handle') OR e.action = 'contact' AND e.how <> 'notReached') GROUP BY s.caseId, s.sent)
       SELECT COUNT(*) AS n FROM heard h JOIN measured c ON c.id = h.caseId JOIN x_limit l ON l.item = c.item AND l.step = 'accept'
       WHERE (c.reporter IS NOT NULL OR c.contactPhone IS NOT NULL)
         AND CASE WHEN l.always = 1 THEN heard - sent <= l.ms ELSE ${worked} <= ${7.5 * 3_600_000} END`,
    );
    return { kept: { inTime: Number(kept[0].n) }, counted: { inTime: Number(counted[0].n) } };
  }

  private async numbers(sql: string): Promise<Numbers> {
    const rows = await this.db.read.query<{ part: string; counter: string; n: number }>(sql);
    return Object.fromEntries(
      rows
        .filter((r) => Number(r.n) !== 0 && !r.counter.startsWith(RESPOND) && !/\.t\d+$/.test(r.counter))
        .map((r) => [`${r.part} ${r.counter}`, Number(r.n)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  /** Working hours, limits and steps as tables, so that SQL can join them. */
  private async help(): Promise<void> {
    const spans: number[][] = [];
    for (let t = Math.floor(this.asOf / DAY) * DAY - 100 * DAY; t < this.asOf + 100 * DAY; t += DAY) {
      if (!isWorkday(new Date(t).toISOString().slice(0, 10), calendar)) continue;
      const midnight = t - calendar.zone.offset * 60_000;
      for (const [from, to] of calendar.hours) spans.push([midnight + from * 60_000, midnight + to * 60_000]);
    }
    const worked = calendar.hours.reduce((sum, [from, to]) => sum + to - from, 0) * 60_000;
    const lengths = { urgentHour: 3_600_000, workHour: 3_600_000, workDay: worked, day: DAY };
    const limits = items.flatMap((i) =>
      Object.entries({ ...i.limits, review: { amount: 5, unit: 'workDay' } as Limit }).map(([step, l]) => {
        const always = l.unit === 'urgentHour' || l.unit === 'day' ? 1 : 0;
        return [i.code, step, always, Math.round(l.amount * lengths[l.unit])];
      }),
    );
    const line = ['reported', 'verified', 'assigned', 'handling', 'handled', 'checked', 'closed'];
    const rows = Object.entries(states).map(([state, row]) => [
      state,
      'step' in row && row.step !== 'rate' ? row.step : null,
      line.indexOf(state),
      'settled' in row ? 1 : 0,
    ]);
    await this.db.write(async (tx) => {
      await tx.run('CREATE TABLE x_span (opens bigint, closes bigint)');
      await tx.run('CREATE TABLE x_limit (item varchar(40), step varchar(20), always int, ms bigint)');
      await tx.run('CREATE TABLE x_state (state varchar(20), step varchar(20), place int, settled int)');
      const fill = async (table: string, all: unknown[][]) => {
        for (let i = 0; i < all.length; i += 100) {
          const part = all.slice(i, i + 100);
          await tx.run(
            `INSERT INTO ${table} VALUES ${part.map((r) => `(${r.map(() => '?').join(',')})`).join(',')}`,
            part.flat(),
          );
        }
      };
      await fill('x_span', spans);
      await fill('x_limit', limits);
      await fill('x_state', rows);
      await tx.run('CREATE INDEX x_span_opens ON x_span (opens)');
    });
  }

  private words() {
    return this.db.dialect === 'mysql'
      ? {
          ms: (at: string) => `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${at}) DIV 1000)`,
          field: (name: string) => `JSON_UNQUOTE(JSON_EXTRACT(input, '$.${name}'))`,
          least: 'LEAST',
          most: 'GREATEST',
          month: (ms: string) => `DATE_FORMAT(FROM_UNIXTIME(0) + INTERVAL ${ms} / 1000 + 28800 SECOND, '%Y%m')`,
        }
      : {
          ms: (at: string) => `CAST(ROUND((julianday(${at}) - 2440587.5) * 86400000) AS INTEGER)`,
          field: (name: string) => `json_extract(input, '$.${name}')`,
          least: 'MIN',
          most: 'MAX',
          month: (ms: string) => `strftime('%Y%m', ${ms} / 1000 + 28800, 'unixepoch')`,
        };
  }

  /** Every stay of every case in a state, and what was used of the step's limit until its end. */
  private stays(): string {
    const { ms, field, least, most } = this.words();
    const worked = (from: string, to: string) =>
      `(SELECT COALESCE(SUM(${least}(s.closes, ${to}) - ${most}(s.opens, ${from})), 0) FROM x_span s WHERE s.closes > ${from} AND s.opens < ${to})`;
    const passed = (from: string, to: string) =>
      `CASE WHEN l.always = 1 THEN ${to} - ${from} ELSE ${worked(from, to)} END`;
    const closing = ((calendar.hours.at(-1)?.[1] ?? 0) - calendar.zone.offset) * 60_000;
    return `
    measured AS (SELECT * FROM case_file c WHERE NOT EXISTS (SELECT 1 FROM case_entry x WHERE x.caseId = c.id AND x.action = 'confirmDoubt')),
    e AS (SELECT caseId, seq, action, unit, fromState, toState, ${ms('at')} AS t,
        ${field('unit')} AS toUnit, ${field('solved')} AS solved, ${field('satisfied')} AS satisfied, ${field('how')} AS how,
        CASE WHEN action = 'grantExtension' THEN ${ms(field('until'))} + ${closing} END AS granted
      FROM case_entry WHERE caseId IN (SELECT id FROM measured)),
    -- With more time granted it is a new stay in the same state: what came before was due by the old limit.
    moved AS (SELECT * FROM e WHERE fromState IS NULL OR fromState <> toState OR action IN ('transfer', 'grantExtension')),
    stay AS (SELECT m.caseId, m.seq, m.toState AS in_state, m.t AS since, m.granted, x.step, x.place,
        LEAD(m.t) OVER w AS left_at, LEAD(m.action) OVER w AS by_action, LEAD(m.toState) OVER w AS next, LEAD(m.unit) OVER w AS by_unit,
        SUM(CASE WHEN m.action IN ('redo', 'overrule', 'admit', 'dismiss', 'readmit') THEN 1 ELSE 0 END) OVER w2 AS round,
        (SELECT a.toUnit FROM moved a WHERE a.caseId = m.caseId AND a.seq <= m.seq AND a.toState = 'assigned' ORDER BY a.seq DESC LIMIT 1) AS holder
      FROM moved m JOIN x_state x ON x.state = m.toState
      WINDOW w AS (PARTITION BY m.caseId ORDER BY m.seq), w2 AS (PARTITION BY m.caseId ORDER BY m.seq ROWS UNBOUNDED PRECEDING)),
    spent AS (SELECT stay.*, c.item, l.ms, COALESCE(left_at, ${this.asOf}) AS until,
        ${passed('since', `COALESCE(left_at, ${this.asOf})`)} AS used, CASE WHEN granted IS NOT NULL THEN ${passed('since', 'granted')} END AS more,
        CASE WHEN in_state = 'handled' AND by_action IN ('pass', 'rework') THEN 1
          WHEN in_state <> 'handled' AND (in_state = 'disputed' AND next IS NOT NULL OR next = 'rejected'
            OR (SELECT n.place FROM x_state n WHERE n.state = stay.next) > stay.place) THEN 1 ELSE 0 END AS is_done
      FROM stay JOIN measured c ON c.id = stay.caseId JOIN x_limit l ON l.item = c.item AND l.step = stay.step),
    summed AS (SELECT spent.*, SUM(used) OVER w AS total FROM spent WINDOW w AS (PARTITION BY caseId, step, round ORDER BY seq ROWS UNBOUNDED PRECEDING)),
    -- Who may work until then has, besides what was used, all that lies between.
    allowed AS (SELECT summed.*, ${most}(ms, COALESCE(MAX(total - used + more) OVER w, 0)) AS lim FROM summed WINDOW w AS (PARTITION BY caseId, step, round ORDER BY seq ROWS UNBOUNDED PRECEDING)),
    run AS (SELECT allowed.*,
        -- A limit that is used up when the office closes is over, although no working time passes until it opens again.
        CASE WHEN total > lim + 1 OR (total >= lim - 1 AND NOT EXISTS (SELECT 1 FROM x_span s WHERE s.opens < until AND s.closes >= until - 1))
          THEN 1 ELSE 0 END AS is_late,
        MAX(round) OVER (PARTITION BY caseId) AS last_round
      FROM allowed),
    ended AS (SELECT caseId, toState AS decided FROM e o WHERE seq = (SELECT MAX(seq) FROM e i WHERE i.caseId = o.caseId AND toState <> 'disputed')),
    steps AS (SELECT r.caseId, r.step, MAX(is_done) AS done, MAX(is_late) AS late,
        MAX(CASE WHEN round = last_round THEN is_done ELSE 0 END) AS done_now,
        MAX(CASE WHEN round = last_round THEN is_late ELSE 0 END) AS late_now,
        MIN(CASE WHEN is_done = 1 THEN left_at END) AS done_at,
        MIN(CASE WHEN is_late = 1 THEN seq END) AS late_seq, MIN(CASE WHEN is_done = 1 THEN seq END) AS done_seq
      FROM run r GROUP BY r.caseId, r.step)`;
  }

  /** Each case with each counter that it has, all told in SQL. */
  private counted(): string {
    const { month } = this.words();
    const step = (mark: string, when: string) =>
      `SELECT s.caseId, CONCAT(s.step, '${mark}') AS counter, NULL AS month FROM steps s JOIN measured c ON c.id = s.caseId JOIN x_state z ON z.state = c.state WHERE (s.done = 1 OR s.late = 1) AND ${when}`;
    const has = (condition: string) => `EXISTS (SELECT 1 FROM e x WHERE x.caseId = c.id AND ${condition})`;
    const past = "x.toState IN ('verified', 'assigned', 'handling', 'handled', 'checked', 'closed')";
    const decided = '(SELECT MAX(d.decided) FROM ended d WHERE d.caseId = c.id)';
    const late = (which: string) => `EXISTS (SELECT 1 FROM steps s WHERE s.caseId = c.id AND s.late = 1 AND ${which})`;
    const of = (counter: string, when: string) =>
      `SELECT c.id AS caseId, '${counter}' AS counter, NULL AS month FROM measured c WHERE ${when}`;
    const judged = has(`(${past} OR x.toState IN ('rejected', 'merged'))`);
    const closing = `${decided} NOT IN ('rejected', 'merged', 'withdrawn') AND (${has("x.toState IN ('handled', 'checked')")} OR ${late("s.step = 'handle'")})`;
    const answers = Object.keys(solvedAnswers).map((a) => `'${a}'`);
    const said = (when: string) =>
      `SELECT o.caseId, ${when} AS month FROM e o WHERE o.seq = (SELECT MAX(seq) FROM e i WHERE i.caseId = o.caseId AND (i.action IN ('confirm', 'disagree') OR i.action = 'visit' AND i.solved IN (${answers})))`;
    return [
      step('', '1 = 1'),
      step('.done', 's.done = 1'),
      step('.late', 's.late = 1'),
      `SELECT s.caseId, CONCAT(s.step, '.inTime') AS counter, ${month('s.done_at')} AS month FROM steps s WHERE s.done = 1 AND s.late = 0`,
      step('.open', 's.late_now = 1 AND s.done_now = 0 AND z.settled = 0'),
      of('report', '1 = 1'),
      of('report.judged', judged),
      of('report.valid', `${judged} AND ${decided} <> 'rejected'`),
      of('register', has(past)),
      of('register.inTime', `${has(past)} AND NOT ${late("s.step = 'verify'")}`),
      of('register.kept', `${has(past)} AND ${decided} NOT IN ('rejected', 'merged', 'withdrawn')`),
      `${step('.accurate', "s.step = 'assign' AND s.done = 1")} AND NOT ${has("x.action IN ('return', 'transfer')")}`,
      `${step('.extended', "s.step = 'handle'")} AND ${has("x.action = 'grantExtension'")}`,
      of('close', closing),
      of('close.closed', `${closing} AND c.state = 'closed'`),
      of('close.inTime', `${closing} AND c.state = 'closed' AND NOT ${late("s.step <> 'review'")}`),
      of('close.reworked', `${closing} AND ${has("x.action = 'rework'")}`),
      of('close.redone', `${closing} AND ${has("x.action IN ('redo', 'overrule')")}`),
      `SELECT caseId, 'opinion' AS counter, NULL AS month FROM (${said("''")}) q`,
      `SELECT caseId, 'opinion.solved' AS counter, NULL AS month FROM (${said("''")} AND o.solved = 'yes') q`,
      `SELECT caseId, 'opinion.satisfied' AS counter, NULL AS month FROM (${said("''")} AND o.satisfied >= 4) q`,
      "SELECT id AS caseId, 'excluded' AS counter, NULL AS month FROM case_file WHERE id NOT IN (SELECT id FROM measured)",
    ].join('\nUNION ALL ');
  }
}

/** The statistics a second time, in plain SQL over the timelines: written apart from the code that keeps them. */
import { solvedAnswers } from '../../shared/case.js';
import { states } from '../../shared/case-flow.js';
import { caseLevels } from '../../shared/places.js';
import type { Db } from '../core/db.js';

/** '310101 unit 202611 01j… handle.done' → how many: whose number, divided by what, month, part, counter. */
export type Numbers = ReadonlyMap<string, number>;
/** What the statistics keep, and what SQL counts. */
export interface Twice {
  kept: Numbers;
  counted: Numbers;
}
/** Whose numbers, and of which of them which part. */
export type Divided = 'all' | 'item' | 'unit';
export const keyOf = (subject: string, by: Divided, month: number | string, part: string, counter: string): string =>
  [subject, by, month, part, counter].join(' ');

/** 重办, 复核 and 改为受理 begin anew. */
const ANEW = "('redo', 'overrule', 'admit', 'dismiss', 'readmit')";
const HELD = "('assigned', 'handling')";
const TAKEN_ON = "('verified', 'assigned', 'handling', 'handled', 'checked', 'closed')";
const ENDED = "('rejected', 'merged', 'withdrawn')";
const LINE = ['reported', 'verified', 'assigned', 'handling', 'handled', 'checked', 'closed'];
const NEVER = 1_000_000;

/** Fills tables of its own into the database: for specs and for databases that are thrown away. */
export class Recount {
  private constructor(
    private readonly db: Db,
    private readonly asOf: number,
  ) {}

  /** @param asOf up to when deadlines have passed */
  static async of(db: Db, asOf: number): Promise<Recount> {
    const recount = new Recount(db, asOf);
    await db.write(async (tx) => {
      for (const sql of recount.statements()) await tx.run(sql);
    });
    return recount;
  }

  /** Every sum that there is: by place, unit and item, month by month. */
  async sums(): Promise<Twice> {
    const kept = await this.db.read.query<{ n: number } & Record<string, string>>(
      "SELECT subject, dimension, month, part, counter, n FROM roll_up WHERE n <> 0 AND counter NOT LIKE '%.t%'",
    );
    const counted = new Map<string, number>();
    const groups: [subject: string, by: Divided, part: string][] = [
      ...caseLevels.flatMap((level): [string, Divided, string][] => [
        [`c.${level}`, 'all', "''"],
        [`c.${level}`, 'item', 'c.item'],
        [`c.${level}`, 'unit', 'k.unit'],
      ]),
      ['k.unit', 'all', "''"],
      ['k.unit', 'item', 'c.item'],
    ];
    for (const [subject, by, part] of groups) {
      const rows = await this.db.read.query<{
        subject: string;
        month: number;
        part: string;
        counter: string;
        n: number;
      }>(
        `SELECT ${subject} AS subject, k.month AS month, ${part} AS part, k.counter AS counter, COUNT(*) AS n
         FROM x_counted k JOIN case_file c ON c.id = k.caseId WHERE ${subject} IS NOT NULL AND ${part} IS NOT NULL
         GROUP BY ${subject}, k.month, ${part}, k.counter`,
      );
      for (const r of rows) counted.set(keyOf(r.subject, by, Number(r.month), r.part, r.counter), Number(r.n));
    }
    const named = kept.map((r): [string, number] => [
      keyOf(r.subject, r.dimension as Divided, Number(r.month), r.part, r.counter),
      Number(r.n),
    ]);
    return { kept: new Map(named), counted };
  }

  /**
   * How long a step took, in whole minutes, shortest first.
   * @param where of the case `c`, and of what is counted `k`: its unit and month
   */
  async minutes(step: string, where: string): Promise<number[]> {
    const rows = await this.db.read.query<{ minutes: number }>(
      `SELECT ROUND(f.minutes) AS minutes FROM x_counted k JOIN x_fact f ON f.caseId = k.caseId AND f.kind = k.counter
       JOIN case_file c ON c.id = k.caseId WHERE k.counter = '${step}' AND f.minutes IS NOT NULL AND ${where} ORDER BY 1`,
    );
    return rows.map(({ minutes }) => Number(minutes));
  }

  /** From the entries to what is counted, table after table. */
  private statements(): string[] {
    return [
      ...this.helpers(),
      ...this.stays(),
      ...this.steps(),
      ...this.contacts(),
      ...this.others(),
      ...this.counted(),
    ];
  }

  private helpers(): string[] {
    const { ms, field } = this.words();
    const steps = Object.entries(states).map(([state, row]) => {
      const step = 'step' in row && row.step !== 'rate' ? `'${row.step}'` : 'NULL';
      return `('${state}', ${step}, ${LINE.indexOf(state)}, ${'settled' in row ? 1 : 0})`;
    });
    return [
      'CREATE TABLE x_state (state varchar(20), step varchar(20), place int, settled int)',
      `INSERT INTO x_state VALUES ${steps.join(',')}`,
      // What is found unreasonable counts for nothing else, until the case begins anew.
      `CREATE TABLE x_excluded AS SELECT d.caseId, MIN(d.seq) AS seq FROM case_entry d
        WHERE d.action = 'confirmDoubt' AND NOT EXISTS (SELECT 1 FROM case_entry a WHERE a.caseId = d.caseId AND a.seq > d.seq AND a.action IN ${ANEW})
        GROUP BY d.caseId`,
      `CREATE TABLE x_entry AS SELECT e.caseId, e.seq, e.action, e.unit, e.fromState, e.toState, e.onDuty, s.step, s.place, s.settled,
          ${ms('e.at')} AS t, ${ms('e.dueAt')} AS due, ${ms('e.contactBy')} AS contact_by,
          ${field('solved')} AS solved, ${field('satisfied')} AS satisfied, ${field('how')} AS how
        FROM case_entry e JOIN x_state s ON s.state = e.toState WHERE e.caseId NOT IN (SELECT caseId FROM x_excluded)`,
      'CREATE INDEX x_entry_case ON x_entry (caseId, seq)',
      `CREATE TABLE x_now AS SELECT e.caseId, e.toState AS state, e.settled,
          (SELECT d.toState FROM x_entry d WHERE d.caseId = e.caseId AND d.toState <> 'disputed' ORDER BY d.seq DESC LIMIT 1) AS decided
        FROM x_entry e WHERE e.seq = (SELECT MAX(l.seq) FROM x_entry l WHERE l.caseId = e.caseId)`,
      'CREATE TABLE x_fact (caseId varchar(26), kind varchar(12), t bigint, unit varchar(26), minutes double)',
      'CREATE TABLE x_mark (caseId varchar(26), kind varchar(12), mark varchar(12))',
    ];
  }

  /** From each entry to the next, and whether the step that ran was done by it. */
  private stays(): string[] {
    return [
      `CREATE TABLE x_stay AS SELECT e.*, LEAD(t) OVER w AS left_at, COALESCE(LEAD(t) OVER w, ${this.asOf}) AS until,
          LEAD(action) OVER w AS by_action, LEAD(toState) OVER w AS to_next, LEAD(place) OVER w AS place_next, LEAD(unit) OVER w AS by_unit,
          SUM(CASE WHEN action IN ${ANEW} THEN 1 ELSE 0 END) OVER (PARTITION BY caseId ORDER BY seq ROWS UNBOUNDED PRECEDING) AS round
        FROM x_entry e WINDOW w AS (PARTITION BY caseId ORDER BY seq)`,
      `CREATE TABLE x_done AS SELECT caseId, seq, toState AS state FROM x_stay WHERE to_next <> toState AND step IS NOT NULL AND (
          toState = 'handled' AND by_action IN ('pass', 'rework') OR toState = 'verified' AND to_next = 'assigned'
          OR toState = 'disputed' OR toState NOT IN ('handled', 'verified', 'disputed') AND (to_next = 'rejected' OR place_next > place))`,
      // What a unit does after it was handled once is to be done again.
      `CREATE TABLE x_clock AS SELECT s.*, CASE WHEN s.toState IN ${HELD} AND s.seq > COALESCE(
          (SELECT MIN(h.seq) FROM x_done h WHERE h.caseId = s.caseId AND h.state = 'handling'), ${NEVER}) THEN 'again' ELSE s.step END AS kind
        FROM x_stay s WHERE s.step IS NOT NULL`,
      'CREATE INDEX x_clock_case ON x_clock (caseId, kind, seq)',
    ];
  }

  /** Of each step the first time: done, or missed before it was done. */
  private steps(): string[] {
    return [
      `CREATE TABLE x_first AS SELECT k.caseId, k.kind, MAX(k.seq) AS last_seq, MAX(k.place) AS place, MIN(d.seq) AS done_seq
        FROM x_clock k LEFT JOIN x_done d ON d.caseId = k.caseId AND d.seq = k.seq AND (k.kind <> 'again' OR d.state = 'handling')
        GROUP BY k.caseId, k.kind`,
      `CREATE TABLE x_run AS SELECT f.caseId, f.kind, f.last_seq, f.place, f.done_seq, MIN(k.seq) AS late_seq
        FROM x_first f LEFT JOIN x_clock k ON k.caseId = f.caseId AND k.kind = f.kind AND k.due < k.until AND k.seq <= COALESCE(f.done_seq, ${NEVER})
        GROUP BY f.caseId, f.kind, f.last_seq, f.place, f.done_seq`,
      `INSERT INTO x_fact SELECT r.caseId, r.kind, l.due, l.onDuty, NULL FROM x_run r JOIN x_stay l ON l.caseId = r.caseId AND l.seq = r.late_seq`,
      `INSERT INTO x_fact SELECT r.caseId, r.kind, d.left_at, CASE WHEN r.kind IN ('accept', 'handle', 'again') THEN d.onDuty ELSE d.by_unit END, NULL
        FROM x_run r JOIN x_stay d ON d.caseId = r.caseId AND d.seq = r.done_seq WHERE r.late_seq IS NULL`,
      `UPDATE x_fact SET minutes = (SELECT SUM(k.left_at - k.t) / 60000.0 FROM x_run r JOIN x_clock d ON d.caseId = r.caseId AND d.kind = r.kind AND d.seq = r.done_seq
          JOIN x_clock k ON k.caseId = r.caseId AND k.kind = r.kind AND k.seq <= r.done_seq AND k.round = d.round
          WHERE r.caseId = x_fact.caseId AND r.kind = x_fact.kind) WHERE kind <> 'again'`,
      mark('done', 'SELECT caseId, kind FROM x_run WHERE done_seq IS NOT NULL'),
      mark('late', 'SELECT caseId, kind FROM x_run WHERE late_seq IS NOT NULL'),
      mark('inTime', 'SELECT caseId, kind FROM x_run WHERE late_seq IS NULL AND done_seq IS NOT NULL'),
      mark(
        'open',
        `SELECT r.caseId, r.kind FROM x_run r JOIN x_now n ON n.caseId = r.caseId WHERE r.late_seq IS NOT NULL AND r.done_seq IS NULL
          AND n.settled = 0 AND (r.kind = 'review' OR NOT EXISTS (SELECT 1 FROM x_entry e WHERE e.caseId = r.caseId AND e.seq > r.last_seq AND e.place > ${POSITION}))`,
      ),
      mark(
        'accurate',
        `SELECT r.caseId, r.kind FROM x_run r WHERE r.kind = 'assign' AND r.done_seq IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM x_stay b JOIN x_stay s ON s.caseId = b.caseId AND s.round = b.round
          WHERE b.caseId = r.caseId AND b.action IN ('return', 'transfer') AND s.seq =
            (SELECT MIN(f.seq) FROM x_entry f WHERE f.caseId = r.caseId AND f.toState = 'assigned'))`,
      ),
      mark(
        'extended',
        `SELECT f.caseId, f.kind FROM x_fact f WHERE f.kind = 'handle' AND EXISTS (SELECT 1 FROM x_entry e WHERE e.caseId = f.caseId AND e.action = 'grantExtension')`,
      ),
    ];
  }

  /** Whether the unit that it was sent to let the reporter hear from it. */
  private contacts(): string[] {
    return [
      `CREATE TABLE x_contact AS SELECT s.caseId, MIN(h.seq) AS heard_seq, MAX(s.seq) AS last_seq FROM x_stay s
        LEFT JOIN x_entry h ON h.caseId = s.caseId AND h.seq > s.seq AND h.fromState IN ${HELD}
          AND (h.action IN ('ask', 'answer', 'handle') OR h.action = 'contact' AND h.how <> 'notReached')
        WHERE s.contact_by IS NOT NULL AND s.toState IN ${HELD} GROUP BY s.caseId`,
      `CREATE TABLE x_missed AS SELECT c.caseId, MIN(s.seq) AS late_seq FROM x_contact c JOIN x_stay s ON s.caseId = c.caseId
        WHERE s.contact_by < s.until AND s.toState IN ${HELD} AND s.seq < COALESCE(c.heard_seq, ${NEVER}) GROUP BY c.caseId`,
      `INSERT INTO x_fact SELECT m.caseId, 'respond', s.contact_by, s.onDuty, NULL FROM x_missed m JOIN x_stay s ON s.caseId = m.caseId AND s.seq = m.late_seq`,
      `INSERT INTO x_fact SELECT c.caseId, 'respond', s.left_at, s.onDuty, NULL FROM x_contact c JOIN x_stay s ON s.caseId = c.caseId AND s.seq = c.heard_seq - 1
        WHERE c.caseId NOT IN (SELECT caseId FROM x_missed)`,
      mark('done', "SELECT caseId, 'respond' FROM x_contact WHERE heard_seq IS NOT NULL"),
      mark('late', "SELECT caseId, 'respond' FROM x_missed"),
      mark(
        'inTime',
        "SELECT caseId, 'respond' FROM x_contact WHERE heard_seq IS NOT NULL AND caseId NOT IN (SELECT caseId FROM x_missed)",
      ),
      mark(
        'open',
        `SELECT m.caseId, 'respond' FROM x_missed m JOIN x_contact c ON c.caseId = m.caseId JOIN x_now n ON n.caseId = m.caseId
          WHERE c.heard_seq IS NULL AND n.settled = 0 AND NOT EXISTS (SELECT 1 FROM x_entry e WHERE e.caseId = m.caseId AND e.seq > c.last_seq AND e.place > 3)`,
      ),
    ];
  }

  private others(): string[] {
    const first = (condition: string) => `SELECT MIN(x.seq) FROM x_entry x WHERE x.caseId = e.caseId AND ${condition}`;
    const kept = `SELECT caseId FROM x_now WHERE decided NOT IN ${ENDED}`;
    const has = (condition: string) => `caseId IN (SELECT caseId FROM x_entry WHERE ${condition})`;
    const of = (kind: string, name: string, when: string) =>
      mark(name, `SELECT caseId, kind FROM x_fact WHERE kind = '${kind}' AND ${when}`);
    const replier = `CASE WHEN r.action = 'settle' OR r.action = 'answer' AND r.fromState = 'verified' THEN r.unit
      ELSE (SELECT p.onDuty FROM x_entry p WHERE p.caseId = r.caseId AND p.seq = r.seq - 1) END`;
    const late = (kinds: string) => `caseId IN (SELECT caseId FROM x_run WHERE late_seq IS NOT NULL AND kind ${kinds})`;
    const isOpinion = `(x.action IN ('confirm', 'disagree') OR x.action = 'visit' AND x.solved IN (${Object.keys(solvedAnswers).map((a) => `'${a}'`)}))`;
    const closed = "caseId IN (SELECT caseId FROM x_now WHERE state = 'closed')";
    return [
      `CREATE TABLE x_reply AS SELECT r.caseId, r.seq, r.t, ${replier} AS unit FROM x_entry r WHERE r.action IN ('handle', 'settle', 'answer')`,
      `INSERT INTO x_fact SELECT e.caseId, 'report', e.t, e.unit, NULL FROM x_entry e WHERE e.seq = 1`,
      of('report', 'judged', has(`toState IN ${TAKEN_ON} OR toState IN ('rejected', 'merged')`)),
      mark(
        'valid',
        "SELECT m.caseId, m.kind FROM x_mark m JOIN x_now n ON n.caseId = m.caseId WHERE m.mark = 'judged' AND n.decided <> 'rejected'",
      ),
      `INSERT INTO x_fact SELECT e.caseId, 'register', e.t, e.unit, NULL FROM x_entry e WHERE e.seq = (${first(`x.toState IN ${TAKEN_ON}`)})`,
      of('register', 'inTime', `NOT ${late("= 'verify'")}`),
      of('register', 'kept', `caseId IN (${kept})`),
      `INSERT INTO x_fact SELECT f.caseId, 'close', f.t, f.unit, NULL FROM x_fact f WHERE f.kind = 'handle' AND f.caseId IN (${kept})
        AND ${late("= 'handle'").replace('caseId', 'f.caseId')} AND NOT EXISTS (SELECT 1 FROM x_reply r WHERE r.caseId = f.caseId AND r.t < f.t)`,
      `INSERT INTO x_fact SELECT r.caseId, 'close', r.t, r.unit, NULL FROM x_reply r WHERE r.caseId IN (${kept})
        AND r.seq = (SELECT MIN(o.seq) FROM x_reply o WHERE o.caseId = r.caseId) AND r.caseId NOT IN (SELECT caseId FROM x_fact WHERE kind = 'close')`,
      of('close', 'closed', closed),
      of('close', 'inTime', `${closed} AND NOT ${late("<> 'review'")}`),
      of('close', 'reworked', has("action = 'rework'")),
      of('close', 'redone', has("action IN ('redo', 'overrule')")),
      `CREATE TABLE x_opinion AS SELECT e.caseId, e.seq, e.t, e.solved, e.satisfied FROM x_entry e
        WHERE e.seq = (SELECT MAX(x.seq) FROM x_entry x WHERE x.caseId = e.caseId AND ${isOpinion})`,
      `INSERT INTO x_fact SELECT o.caseId, 'opinion', o.t, (SELECT r.unit FROM x_reply r WHERE r.caseId = o.caseId AND r.seq < o.seq ORDER BY r.seq DESC LIMIT 1), NULL FROM x_opinion o`,
      mark('solved', "SELECT caseId, 'opinion' FROM x_opinion WHERE solved = 'yes'"),
      mark('satisfied', "SELECT caseId, 'opinion' FROM x_opinion WHERE satisfied >= 4"),
      `INSERT INTO x_fact SELECT d.caseId, 'excluded', ${this.words().ms('d.at')}, d.unit, NULL FROM x_excluded x JOIN case_entry d ON d.caseId = x.caseId AND d.seq = x.seq`,
    ];
  }

  private counted(): string[] {
    const { month } = this.words();
    return [
      'CREATE INDEX x_mark_case ON x_mark (caseId, kind)',
      'CREATE INDEX x_fact_kind ON x_fact (kind, caseId)',
      `CREATE TABLE x_counted AS SELECT caseId, unit, ${month('t')} AS month, kind AS counter FROM x_fact
        UNION ALL SELECT f.caseId, f.unit, ${month('f.t')}, CONCAT(f.kind, '.', m.mark) FROM x_fact f JOIN x_mark m ON m.caseId = f.caseId AND m.kind = f.kind`,
      'CREATE INDEX x_counted_case ON x_counted (caseId)',
    ];
  }

  private words() {
    return this.db.dialect === 'mysql'
      ? {
          ms: (at: string) => `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${at}) DIV 1000)`,
          field: (name: string) => `JSON_UNQUOTE(JSON_EXTRACT(e.input, '$.${name}'))`,
          month: (ms: string) => `DATE_FORMAT(FROM_UNIXTIME(0) + INTERVAL ${ms} / 1000 + 28800 SECOND, '%Y%m')`,
        }
      : {
          ms: (at: string) => `CAST(ROUND((julianday(${at}) - 2440587.5) * 86400000) AS INTEGER)`,
          field: (name: string) => `json_extract(e.input, '$.${name}')`,
          month: (ms: string) => `strftime('%Y%m', ${ms} / 1000 + 28800, 'unixepoch')`,
        };
  }
}

/** Beyond which state of the main line a step is waited for no more. */
const POSITION = "CASE r.kind WHEN 'again' THEN 3 ELSE r.place END";
const mark = (name: string, which: string) => `INSERT INTO x_mark SELECT q.*, '${name}' FROM (${which}) q`;

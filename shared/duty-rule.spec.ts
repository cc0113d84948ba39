/** Which line of the duty list decides: the same whatever the order, by area, answers and days; and what people write is read as they meant it. */
import fc from 'fast-check';
import { items } from './duty-list.js';
import {
  baseRule,
  type DutyRule,
  decide,
  lineOf,
  questionsFor,
  type RuleState,
  standing,
  standingOf,
} from './duty-rule.js';
import {
  readQuestions,
  readRule,
  ruleFaults,
  saysTheSame,
  type WrittenRule,
  writeQuestions,
  writeRule,
} from './duty-written.js';
import { type Fields, faults } from './fields.js';

const PATH = ['9901', '990101', '990101001', '990101001001'];
const days = ['2026-01-01', '2026-06-01', '2026-12-01', '2027-01-01'];
const someDay = fc.constantFrom(...days);
const someRule = fc
  .record({
    about: fc.constantFrom('road-lamp', 'manhole', 'group.road', 'all'),
    area: fc.constantFrom(null, '990101', '990101001', '990199'),
    conditions: fc.constantFrom<Record<string, string> | null>(
      null,
      { 坑深: '深' },
      { 坑深: '浅' },
      { 坑深: '深', 积水: '是' },
    ),
    state: fc.constantFrom<RuleState>('inForce', 'inForce', 'proposed', 'withdrawn', 'ended'),
    effectiveFrom: fc.option(someDay),
    until: fc.option(someDay),
  })
  .map((some) => ({ ...baseRule('road-lamp')!, ...some, line: lineOf(some), id: '', version: 0 }));
/** Versions are numbered within their line, as the database has them. */
const someRules = fc.array(someRule, { maxLength: 30 }).map((rules) => {
  const seen = new Map<string, number>();
  return rules.map((rule, i): DutyRule => {
    const version = (seen.get(rule.line) ?? 0) + 1;
    seen.set(rule.line, version);
    return { ...rule, id: String(i), version };
  });
});
const someAsked = fc.record({
  item: fc.constantFrom('road-lamp', 'manhole', 'litter'),
  path: fc.constantFrom(PATH, PATH.slice(0, 2), []),
  answers: fc.constantFrom({}, null, { 坑深: '深' }, { 坑深: '深', 积水: true }, { 坑深: ['浅', '深'] }),
  on: someDay,
});

describe('the line that decides', () => {
  it('does not depend on the order in which lines are given', () => {
    fc.assert(
      fc.property(someRules, someAsked, fc.nat(), (rules, asked, seed) => {
        const turned = [
          ...rules.slice(seed % (rules.length + 1)),
          ...rules.slice(0, seed % (rules.length + 1)),
        ].reverse();
        expect(decide(turned, asked)?.rule.id).toBe(decide(rules, asked)?.rule.id);
      }),
    );
  });

  it('is in force on the day, holds here and is met by the answers; nothing that fits is more specific', () => {
    fc.assert(
      fc.property(someRules, someAsked, (rules, asked) => {
        const decision = decide(rules, asked);
        if (!decision) return;
        for (const rule of [decision.rule, ...decision.over]) {
          expect(standingOf(rule, asked.on)).toBe('inForce');
          if (rule.area) expect(asked.path).toContain(rule.area);
        }
        const depth = (r: DutyRule) => (r.area ? asked.path.indexOf(r.area) : -1);
        const conditions = (r: DutyRule) => Object.keys(r.conditions ?? {}).length;
        for (const other of decision.over) {
          expect(depth(other)).toBeLessThanOrEqual(depth(decision.rule));
          if (depth(other) === depth(decision.rule))
            expect(conditions(other)).toBeLessThanOrEqual(conditions(decision.rule));
        }
      }),
    );
  });

  it('has one version a line at most, and a version of tomorrow changes nothing today', () => {
    fc.assert(
      fc.property(someRules, someAsked, someRule, (rules, asked, more) => {
        const lines = standing(rules, asked.on).map((r) => r.line);
        expect(new Set(lines).size).toBe(lines.length);
        const later: DutyRule = { ...more, id: 'later', version: 1000, effectiveFrom: '2027-06-01' };
        expect(decide([...rules, later], asked)?.rule.id).toBe(decide(rules, asked)?.rule.id);
      }),
    );
  });

  const base: DutyRule = { ...baseRule('road-lamp')!, id: 'base', line: 'road-lamp', version: 1, state: 'inForce' };
  const asked = { item: 'road-lamp', path: PATH, on: '2026-12-01' };
  const next = (more: Partial<DutyRule>): DutyRule => {
    const rule = { ...base, id: 'next', version: 2, ...more };
    return { ...rule, line: lineOf(rule) };
  };
  const won = (...rules: DutyRule[]) => decide([base, ...rules], asked)?.rule.id;

  it('falls back to the version before when the newer one lapses, is withdrawn or waits for approval', () => {
    expect(won(next({ effectiveFrom: '2026-11-01' }))).toBe('next');
    expect(won(next({ effectiveFrom: '2026-11-01', until: '2026-12-01' }))).toBe('next');
    expect(won(next({ effectiveFrom: '2026-11-01', until: '2026-11-30' }))).toBe('base');
    expect(won(next({ state: 'withdrawn' }))).toBe('base');
    expect(won(next({ state: 'proposed' }))).toBe('base');
    expect(won(next({ effectiveFrom: '2026-12-02' }))).toBe('base');
  });

  it('a line that was ended decides nothing, from its day on', () => {
    const street = next({ area: '990101001', version: 1 });
    const end = { ...street, id: 'end', version: 2, state: 'ended' as const, effectiveFrom: '2026-12-01' };
    expect(won(street)).toBe('next');
    expect(won(street, end)).toBe('base');
    expect(won(street, { ...end, effectiveFrom: '2026-12-02' })).toBe('next');
  });

  it('a line that was ended stays so, although a version was on its way for a later day; a new one begins it again', () => {
    const street = next({ area: '990101001', version: 1 });
    const coming = { ...street, id: 'coming', version: 2, effectiveFrom: '2026-11-20' };
    const end = { ...street, id: 'end', version: 3, state: 'ended' as const, effectiveFrom: '2026-11-10' };
    expect(won(street, coming)).toBe('coming');
    expect(won(street, coming, end)).toBe('base');
    const again = { ...street, id: 'again', version: 4, effectiveFrom: '2026-11-15' };
    expect(won(street, coming, end, again)).toBe('again');
  });

  it('an item goes before its group, the group before all', () => {
    expect(won(next({ about: 'group.road' }), next({ about: 'all', id: 'all' }))).toBe('base');
    const [group, all] = [next({ about: 'group.road' }), next({ about: 'all', id: 'all' })];
    expect(decide([all, group], asked)?.rule.id).toBe('next');
    expect(decide([all], asked)?.rule.id).toBe('all');
  });

  it('asks the questions of the line that holds without answers', () => {
    const questions = readQuestions('坑有多深｜单选：浅、深｜必答')!;
    const asks = next({ questions, effectiveFrom: '2026-11-01' });
    const deep = next({ id: 'deep', version: 1, conditions: { 坑有多深: '深' } });
    expect(questionsFor([base, asks, deep], asked)).toEqual(questions);
    expect(decide([base, asks, deep], { ...asked, answers: { 坑有多深: '深' } })?.rule.id).toBe('deep');
  });

  it('asks first what is asked with every report; what a line asks by the same words goes before it', () => {
    const questions = readQuestions('坑有多深｜填空｜必答')!;
    const asks = next({ questions, effectiveFrom: '2026-11-01' });
    const always = readQuestions('楼层｜填空\n坑有多深｜填空')!;
    expect(Object.keys(questionsFor([base, asks], asked, always))).toEqual(['楼层', '坑有多深']);
    expect(questionsFor([base, asks], asked, always)).toMatchObject(questions);
    expect(questionsFor([], asked, always)).toEqual(always);
  });

  it('every item has a line that comes with the software', () => {
    for (const item of items) expect(baseRule(item.code)?.limits).toEqual(item.limits);
  });
});

describe('what people write', () => {
  const written: WrittenRule = {
    about: 'road-lamp',
    ledBy: 'shizheng',
    verify: '4 工作时',
    assign: '2个工作时',
    accept: '4 工作时',
    contact: '1 工作日',
    handle: '1.5 工作日',
    check: '1 自然日',
    law: '《城市道路照明设施管理规定》第十二条\n《条例》',
    evidence: '已解决 2 张、未发现问题 1 张',
    questions: '灯杆编号｜填空\n什么时候开始｜日期\n有没有倒｜是非｜必答',
    effectiveFrom: '2026-12-01',
    why: '市里新规定',
  };

  it('is read, and written again the same', () => {
    expect(ruleFaults(written)).toEqual({});
    const rule = readRule(written);
    expect(rule.limits.handle).toEqual({ amount: 1.5, unit: 'workDay' });
    expect(rule.law[0]).toEqual({ text: '《城市道路照明设施管理规定》', article: '第十二条' });
    expect(rule.evidence).toEqual({ solved: 2, nothingFound: 1 });
    expect(faults(rule.questions, { 有没有倒: '是' })).toEqual({});
    expect(faults(rule.questions, {})).toEqual({ 有没有倒: 'required' });
    const again = readRule({ ...writeRule(rule), effectiveFrom: '2027-01-01', why: '同样的话' } as WrittenRule);
    expect(saysTheSame(rule, again)).toBe(true);
  });

  it.each([
    ['handle', '2 天'],
    ['handle', '0 工作日'],
    ['evidence', '修好了 1 张'],
    ['conditions', '坑很深'],
    ['questions', '坑有多深'],
    ['questions', '坑有多深｜单选：深'],
    ['questions', '坑有多深｜猜一猜'],
    ['until', '2026-11-30'],
  ])('is refused where it cannot be read: %s %s', (key, value) => {
    expect(ruleFaults({ ...written, [key]: value })).toEqual({ [key]: 'invalid' });
  });

  it('must end some day where grid workers are asked for something', () => {
    expect(ruleFaults({ ...written, asksWorkers: true })).toEqual({ until: 'required' });
  });

  const word = fc.stringMatching(/^[一-龥]{2,10}$/);
  const someQuestion = fc.oneof(
    word.map((label) => `${label}｜填空`),
    word.map((label) => `${label}｜数字｜必答`),
    fc
      .tuple(word, fc.uniqueArray(word, { minLength: 2, maxLength: 5 }))
      .map(([label, options]) => `${label}｜单选：${options.join('、')}`),
  );
  it('questions survive being written and read', () => {
    fc.assert(
      fc.property(fc.array(someQuestion, { maxLength: 6 }), (lines) => {
        const read: Fields | null = readQuestions(lines.join('\n'));
        fc.pre(read !== null);
        expect(readQuestions(writeQuestions(read ?? {}))).toEqual(read);
      }),
    );
  });
});

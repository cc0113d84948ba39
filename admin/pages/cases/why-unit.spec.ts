/** A clerk reads by what rule a unit is suggested, and later who sent the case there and what they said. */
import type { CaseView, Entry } from '../../../shared/views.js';
import { whyThisUnit } from './why-unit.js';

const now = Date.parse('2026-11-23T10:00:00+08:00');
const duty = { words: ['权责清单：由市政养护牵头', '依据：《条例》第八条'] } as CaseView['duty'];
const unit = { id: 'u', name: '市政所', kind: 'department' } as const;
const entry = (action: Entry['action'], who: string, words?: string): Entry =>
  ({ action, who, unit: '指挥中心', at: '2026-11-22T09:30:00+08:00', input: words ? { words } : {} }) as Entry;
const told = (some: Partial<CaseView>) =>
  whyThisUnit({ unit: null, suggestion: null, duty, timeline: [], ...some }, now).join('');

describe('why this unit', () => {
  it('is the suggestion with its rule before anybody decided', () => {
    expect(told({ suggestion: { unit, why: '' } })).toBe(
      '建议派给市政所。权责清单：由市政养护牵头。依据：《条例》第八条。',
    );
  });
  it('is the last one who sent it, when, the rule, and what was said', () => {
    const words = told({
      unit,
      timeline: [entry('assign', '甲'), entry('accept', '丙'), entry('transfer', '乙', '路口归他们')],
    });
    expect(words).toContain('指挥中心 乙 11月22日 09:30 转办');
    expect(words).toContain('依据：《条例》第八条');
    expect(words).toContain('路口归他们');
    expect(words).not.toContain('甲');
  });
  it('is silent where no unit has it', () => {
    expect(told({ timeline: [entry('assign', '甲')] })).toBe('');
  });
});

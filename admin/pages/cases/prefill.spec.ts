/** Forms begin with what is known, and never overwrite what somebody wrote. */
import { rejections } from '../../../shared/case.js';
import type { CaseView } from '../../../shared/views.js';
import { follow, prefill } from './prefill.js';

const view = {
  urgency: 'soon',
  suggestion: { unit: { id: 'u1', name: '市政所', kind: 'department' }, why: '' },
} as CaseView;

describe('what a dialog begins with', () => {
  it('offers the suggested unit for 派遣 and the urgency as it stands', () => {
    expect(prefill('assign', view)).toEqual({ unit: 'u1', urgency: 'soon' });
    expect(prefill('assign', { ...view, suggestion: null })).toEqual({ urgency: 'soon' });
  });
  it('never suggests a unit for a final decision', () => {
    expect(prefill('decide', view)).toEqual({ urgency: 'soon' });
  });
});

describe('the way out of a rejection', () => {
  it('follows the ground until somebody writes their own', () => {
    const first = follow('reject', {}, { reason: 'petition' });
    expect(first.goTo).toBe(rejections.petition.goTo);
    const second = follow('reject', first, { ...first, reason: 'empty' });
    expect(second.goTo).toBe(rejections.empty.goTo);
    const own = follow('reject', second, { ...second, goTo: '请到街道窗口' });
    expect(follow('reject', own, { ...own, reason: 'secret' }).goTo).toBe('请到街道窗口');
  });
});

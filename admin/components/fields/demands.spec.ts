/** Dialogs ask only what the action needs: shown by 办结回复, whose outcome decides what else must be said. */
import { actionOrder, actionRow, actions } from '../../../shared/case-flow.js';
import { askedNow, shownFields } from './demands.js';

const { asks, check } = actions.handle;
const shown = (value: Record<string, unknown>) => shownFields(asks, check, value);

describe('fields that are asked for sometimes', () => {
  it('are left out until the answer needs them', () => {
    expect(shown({})).toEqual(['outcome', 'reply', 'photos']);
    expect(shown({ outcome: 'planned' })).toContain('plannedOn');
    expect(shown({ outcome: 'planned' })).not.toContain('goTo');
    expect(shown({ outcome: 'notOurs' })).toContain('goTo');
  });
  it('stay when they hold something, so that nothing typed disappears', () => {
    expect(shown({ outcome: 'solved', goTo: '请找物业' })).toContain('goTo');
  });
  it('are marked as necessary exactly then', () => {
    expect(askedNow(asks, check, { outcome: 'solved' }).has('photos')).toBe(true);
    expect(askedNow(asks, check, { outcome: 'explained' }).has('photos')).toBe(false);
    expect(askedNow(asks, check, { outcome: 'solved', photos: ['x'] }).has('photos')).toBe(true);
  });
  it('never hide a field of a form without a check', () => {
    for (const action of actionOrder) {
      const row = actionRow(action);
      if (!row.check) expect(shownFields(row.asks, undefined, {})).toEqual(Object.keys(row.asks));
    }
  });
});

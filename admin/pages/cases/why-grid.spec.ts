/** Each answer of the router is told in words that a clerk can act on. */
import { hows } from '../../../shared/places.js';
import type { CaseView } from '../../../shared/views.js';
import { whyThisGrid } from './why-grid.js';

type Routed = CaseView['routed'];
const told = (routed: Partial<Routed>, given: CaseView['given'] = null) =>
  whyThisGrid({
    grid: { code: '1', name: '一网格' },
    given,
    routed: {
      how: 'inside',
      special: false,
      nearBorder: false,
      distance: null,
      runnerUp: null,
      pathNames: [],
      ...routed,
    },
  }).join('');

describe('why this grid', () => {
  it('begins with the rule, whatever it is', () => {
    for (const how of Object.keys(hows) as Routed['how'][]) expect(told({ how })).toMatch(`${hows[how]}`);
  });
  it('says how far', () => {
    expect(told({ distance: 35 })).toContain('离边界 35 米');
    expect(told({ how: 'nearest', distance: 12 })).toContain('相距 12 米');
  });
  it('warns near a border and names the neighbour', () => {
    const words = told(
      { nearBorder: true, runnerUp: { code: '2', name: '二网格' } },
      { lng: 0, lat: 0, datum: 'gcj02', accuracy: 30 },
    );
    expect(words).toContain('定位误差约 30 米');
    expect(words).toContain('二网格');
    expect(words).toContain('GCJ-02');
  });
  it('says who takes what no grid owns', () => {
    expect(told({ how: 'outside' })).toContain('人工分派');
    expect(told({ how: 'unlocated' })).toContain('人工分派');
  });
});

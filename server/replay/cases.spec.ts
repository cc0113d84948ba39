/** The replay on a made Boston of two wards: it counts what happened, and a timeline that is not whole is seen. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { actions, type EntryAction, isAction, type State } from '../../shared/case-flow.js';
import { itemOf } from '../../shared/duty-list.js';
import type { Entry } from '../../shared/views.js';
import { itemFor, OTHER } from './boston-items.js';
import { replayCases, wrongIn } from './cases.js';
import { BOSTON_DUMMY, bostonFiles } from './points.js';

const square = (west: number) => [
  [west, 42],
  [west + 0.01, 42],
  [west + 0.01, 42.01],
  [west, 42.01],
  [west, 42],
];
const ward = (WARD: number, west: number) => ({
  type: 'Feature',
  properties: { WARD },
  geometry: { type: 'Polygon', coordinates: [square(west)] },
});
const HEAD = 'CASE_ENQUIRY_ID,OPEN_DT,TYPE,REASON,SUBJECT,neighborhood,ward,LATITUDE,LONGITUDE';
const row = (i: number, [lng, lat]: readonly [number, number]) =>
  `10000000${i},01/01/2015,Pothole,Highway Maintenance,PWD,,01,${lat},${lng}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezhi-replay-'));
  const { wards, requests } = bostonFiles(folder);
  await mkdir(dirname(wards), { recursive: true });
  await writeFile(wards, JSON.stringify({ type: 'FeatureCollection', features: [ward(1, -71), ward(2, -70.99)] }));
  const points = [[-70.995, 42.005], [-70.985, 42.005], BOSTON_DUMMY, [-70.9, 42.005], [-70.99, 42.005]] as const;
  await writeFile(requests, gzipSync([HEAD, ...points.map((point, i) => row(i, point))].join('\n')));
});
afterAll(() => rm(folder, { recursive: true }));

it('drives every case to its end over HTTP: inside, on a border, outside and without a place', async () => {
  const said: string[] = [];
  const sum = await replayCases(folder, 5, (line) => said.push(line), new AbortController().signal);
  expect(sum).toMatchObject({
    sent: 5,
    reported: 5,
    twice: 1,
    twiceSame: 1,
    closed: 5,
    listed: 5,
    found: 5,
    complete: 5,
    sameWard: 5,
    dummies: 1,
    dummiesUnlocated: 1,
    troubles: [],
  });
  expect(said).toContain('· 导入 2 个选区为网格');
});

it('stops before the next case when it is told to', async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await replayCases(folder, 5, () => {}, stop.signal)).toMatchObject({ sent: 5, reported: 0, listed: 0 });
});

it('every reason has an item of the duty list', () => {
  for (const [reason, type] of [
    ['Trees', ''],
    ['Housing', 'Bed Bugs'],
    ['Highway Maintenance', ''],
    ['', ''],
  ]) {
    expect(itemOf(itemFor(reason, type))).toBeDefined();
  }
  expect(itemFor('Something new', 'Never seen')).toBe(OTHER);
});

describe('a timeline', () => {
  const path: EntryAction[] = ['report', 'verify', 'assign', 'accept', 'handle', 'pass', 'confirm'];
  const whole = path.map((action, i): Entry => {
    const row = isAction(action) ? actions[action] : null;
    const at = new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString();
    const rest = { who: null, unit: null, mine: false, input: {}, names: {}, photos: {}, says: null };
    return {
      id: `${i}`,
      seq: i + 1,
      at,
      action,
      from: row?.from[0] ?? null,
      to: (row?.to ?? 'reported') as State,
      ...rest,
    };
  });
  const changed = (i: number, change: Partial<Entry>) =>
    whole.map((entry, at) => (at === i ? { ...entry, ...change } : entry));

  it.each([
    ['is whole', whole, 'closed', null],
    ['lacks its end', whole.slice(0, 6), 'checked', '时间线是'],
    ['has a step twice', [...whole, whole[6]], 'closed', '时间线是'],
    ['is out of order', [whole[0], whole[2], whole[1], ...whole.slice(3)], 'closed', '时间线是'],
    ['has a gap in its numbers', changed(3, { seq: 9 }), 'closed', '第 4 条的序号是 9'],
    ['goes back in time', changed(2, { at: whole[0].at }), 'closed', '第 3 条早于前一条'],
    ['jumps', changed(4, { from: 'verified' }), 'closed', '第 5 条从 verified 开始'],
    ['ends where no action leads', changed(5, { to: 'rejected' }), 'closed', 'pass 到了 rejected'],
    ['is not what the case says', whole, 'checked', '最后是 checked'],
  ] as const)('%s', (_, timeline, state, words) => {
    const wrong = wrongIn({ timeline: [...timeline], state });
    if (words === null) expect(wrong).toBeNull();
    else expect(wrong).toContain(words);
  });
});
